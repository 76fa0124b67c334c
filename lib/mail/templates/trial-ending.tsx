import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

export const trialEnding = template({
  facts: z.object({ what: z.string(), amount: money, endsAt: moment }),
  example: { what: 'Pro, monthly', amount: { minor: '2900', currency: 'USD' }, endsAt: '2026-05-15T10:00:00.000Z' },
  write: ({ what, amount, endsAt }, say) => ({
    subject: `Your trial ends on ${say.day(endsAt)}`,
    preview: `Then ${say.money(amount)} is charged, unless you cancel.`,
    body: (
      <>
        <Line>
          On {say.day(endsAt)} your trial of {what} ends and we charge {say.money(amount)} to your card.
        </Line>
        <Line>To keep everything, do nothing. If it is not for you, cancel before that day and pay nothing.</Line>
      </>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
