import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

const WHY = {
  soft: 'was declined. We will try again; another card fixes it at once.',
  hard: 'can no longer be used. Only another card helps.',
  action: 'was declined, because your bank wants you to confirm.',
} as const;

export const paymentFailed = template({
  facts: z.object({
    what: z.string(),
    amount: money,
    cardLast4: z.string().nullable(),
    decline: z.enum(['soft', 'hard', 'action']),
    /** How often it was tried so far. */
    attempts: z.number(),
    graceEndsAt: moment,
    /** Whether full access is over already. */
    limited: z.boolean(),
  }),
  example: {
    what: 'Pro, monthly',
    amount: { minor: '2900', currency: 'USD' },
    cardLast4: '4242',
    decline: 'soft',
    attempts: 1,
    graceEndsAt: '2026-06-08T10:00:00.000Z',
    limited: false,
  },
  write: ({ what, amount, cardLast4, decline, attempts, graceEndsAt, limited }, say) => ({
    subject: `We ${attempts > 1 ? 'still ' : ''}could not collect ${say.money(amount)} for ${what}`,
    preview: limited ? 'Your account is read-only until it is paid.' : `Nothing changes until ${say.day(graceEndsAt)}.`,
    body: (
      <>
        <Line>
          The payment of {say.money(amount)} for {what} did not go through. Your card
          {cardLast4 === null ? '' : ` ending in ${cardLast4}`} {WHY[decline]}
        </Line>
        <Line>
          {limited
            ? 'Until it is paid you can look at everything, but not change it.'
            : `Nothing changes until ${say.day(graceEndsAt)}.`}
        </Line>
      </>
    ),
    button: { label: 'Fix my payment', href: say.link('/account/card') },
  }),
});
