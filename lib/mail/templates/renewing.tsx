import { z } from 'zod';
import { forAnother, PAYING } from './copy';
import { EXAMPLE_LONGEST_ITEM } from './example-items';
import { Paragraph } from './layout';
import { billingInterval, moment, money, paidBy, template } from './template';

/** Sent before renewals of long intervals, because the amount is large and the last payment long ago. */
export const renewing = template({
  data: z.object({
    what: z.string(),
    amount: money,
    renewsAt: moment,
    paidBy,
    every: billingInterval.default({ unit: 'year', count: 1 }),
  }),
  example: {
    what: EXAMPLE_LONGEST_ITEM,
    amount: { minor: '29000', currency: 'USD' },
    renewsAt: '2027-05-01T10:00:00.000Z',
    paidBy: 'card',
    every: { unit: 'year', count: 1 },
  },
  compose: ({ what, amount, renewsAt, paidBy, every }, fmt) => ({
    subject: `Your subscription renews on ${fmt.chargeDay(renewsAt)}`,
    preview: `${PAYING[paidBy].comes(fmt.money(amount))} ${forAnother(every)}.`,
    body: (
      <>
        <Paragraph>
          Your subscription to {what} renews on {fmt.chargeDay(renewsAt)}. {PAYING[paidBy].comes(fmt.money(amount))}{' '}
          {forAnother(every)}.
        </Paragraph>
        <Paragraph>You can change or cancel your plan on your account page until then.</Paragraph>
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
