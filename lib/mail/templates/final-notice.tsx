import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

export const finalNotice = template({
  facts: z.object({ what: z.string(), amount: money, endsAt: moment }),
  example: { what: 'Pro, monthly', amount: { minor: '2900', currency: 'USD' }, endsAt: '2026-06-15T10:00:00.000Z' },
  write: ({ what, amount, endsAt }, say) => ({
    subject: `${what} ends on ${say.day(endsAt)}`,
    preview: `Unless ${say.money(amount)} is paid before.`,
    body: (
      <Line>
        If {say.money(amount)} is not paid by {say.day(endsAt)}, your subscription ends. Nothing more is charged then.
      </Line>
    ),
    button: { label: 'Keep my plan', href: say.link('/account/card') },
  }),
});
