import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

export const actionRequired = template({
  facts: z.object({ what: z.string(), amount: money, graceEndsAt: moment }),
  example: {
    what: 'Pro, monthly',
    amount: { minor: '2900', currency: 'USD' },
    graceEndsAt: '2026-06-08T10:00:00.000Z',
  },
  write: ({ what, amount, graceEndsAt }, say) => ({
    subject: `Please confirm your payment of ${say.money(amount)}`,
    preview: 'Your bank asks for it. It takes a minute.',
    body: (
      <>
        <Line>
          Your bank wants you to confirm the payment of {say.money(amount)} for {what}. It takes a minute.
        </Line>
        <Line>Nothing changes until {say.day(graceEndsAt)}.</Line>
      </>
    ),
    button: { label: 'Confirm my payment', href: say.link('/account/card') },
  }),
});
