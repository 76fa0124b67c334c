import { z } from 'zod';
import { EXAMPLE_LONGEST_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, money, template } from './template';

export const cardExpiring = template({
  data: z.object({
    what: z.string(),
    amount: money,
    renewsAt: moment,
    cardLast4: z.string().nullable(),
    /** The last day the card is valid. */
    lastDay: moment,
  }),
  example: {
    what: EXAMPLE_LONGEST_ITEM,
    amount: { minor: '29000', currency: 'USD' },
    renewsAt: '2027-05-01T10:00:00.000Z',
    cardLast4: '4242',
    lastDay: '2027-04-30T00:00:00.000Z',
  },
  compose: ({ what, amount, renewsAt, cardLast4, lastDay }, fmt) => ({
    subject: 'Your card is about to expire',
    preview: `${what} renews on ${fmt.chargeDay(renewsAt)}.`,
    body: (
      <>
        <Paragraph>
          {cardLast4 === null ? 'Your card' : `Your card ending in ${cardLast4}`} expires on {fmt.day(lastDay)}, before
          your next payment of {fmt.money(amount)} for {what} on {fmt.chargeDay(renewsAt)}.
        </Paragraph>
        <Paragraph>Update your payment method before then to avoid an interruption.</Paragraph>
      </>
    ),
    button: { label: 'Update payment method', href: fmt.link('/account/payment-method') },
  }),
});
