import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, money, template } from './template';

export const actionRequired = template({
  data: z.object({ what: z.string(), amount: money, graceEndsAt: moment }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    graceEndsAt: '2026-06-08T10:00:00.000Z',
  },
  compose: ({ what, amount, graceEndsAt }, fmt) => ({
    subject: `Confirm your payment of ${fmt.money(amount)}`,
    preview: 'Your bank needs your confirmation.',
    body: (
      <>
        <Paragraph>
          Your bank needs you to confirm the payment of {fmt.money(amount)} for {what}. It only takes a minute.
        </Paragraph>
        <Paragraph>You have full access until {fmt.day(graceEndsAt)}.</Paragraph>
      </>
    ),
    button: { label: 'Confirm payment', href: fmt.link('/account/pay') },
  }),
});
