import { z } from 'zod';
import { PAYING } from './copy';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, money, paidBy, template } from './template';

export const trialEnding = template({
  data: z.object({ what: z.string(), amount: money, endsAt: moment, paidBy }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    endsAt: '2026-05-15T10:00:00.000Z',
    paidBy: 'card',
  },
  compose: ({ what, amount, endsAt, paidBy }, fmt) => ({
    subject: `Your trial ends on ${fmt.chargeDay(endsAt)}`,
    preview: `${PAYING[paidBy].comes(fmt.money(amount))} unless you cancel.`,
    body: (
      <>
        <Paragraph>
          Your free trial of {what} ends on {fmt.chargeDay(endsAt)}.{' '}
          {paidBy === 'card'
            ? `We’ll charge ${fmt.money(amount)} to your card that day.`
            : `${PAYING.invoice.comes(fmt.money(amount))} that day.`}
        </Paragraph>
        <Paragraph>
          To keep your plan, you don’t need to do anything. If you cancel before then, you won’t be charged.
        </Paragraph>
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
