import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

export const cardExpiring = template({
  facts: z.object({
    what: z.string(),
    amount: money,
    renewsAt: moment,
    cardLast4: z.string().nullable(),
    /** The last day the card is good. */
    lastDay: moment,
  }),
  example: {
    what: 'Pro, yearly',
    amount: { minor: '29000', currency: 'USD' },
    renewsAt: '2027-05-01T10:00:00.000Z',
    cardLast4: '4242',
    lastDay: '2027-04-30T00:00:00.000Z',
  },
  write: ({ what, amount, renewsAt, cardLast4, lastDay }, say) => ({
    subject: 'Your card expires before the next payment',
    preview: `${what} renews on ${say.day(renewsAt)}.`,
    body: (
      <>
        <Line>
          {cardLast4 === null ? 'Your card' : `Your card ending in ${cardLast4}`} is good until {say.day(lastDay)}. On{' '}
          {say.day(renewsAt)} we would charge {say.money(amount)} for {what} to it.
        </Line>
        <Line>Add the new card before then and nothing is interrupted.</Line>
      </>
    ),
    button: { label: 'Update my card', href: say.link('/account/card') },
  }),
});
