import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

export const accessLimited = template({
  facts: z.object({ what: z.string(), amount: money, endsAt: moment }),
  example: { what: 'Pro, monthly', amount: { minor: '2900', currency: 'USD' }, endsAt: '2026-06-15T10:00:00.000Z' },
  write: ({ what, amount, endsAt }, say) => ({
    subject: `${what} is read-only until it is paid`,
    preview: 'A working card opens everything again.',
    body: (
      <>
        <Line>
          We still could not collect {say.money(amount)}. You can look at everything and export it, but not change it.
        </Line>
        <Line>
          A working card opens everything again, at once. Without one your subscription ends on {say.day(endsAt)}.
        </Line>
      </>
    ),
    button: { label: 'Fix my payment', href: say.link('/account/card') },
  }),
});
