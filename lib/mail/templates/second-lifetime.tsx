import { z } from 'zod';
import { Line } from './layout';
import { money, template } from './template';

export const secondLifetime = template({
  facts: z.object({ amount: money }),
  example: { amount: { minor: '59000', currency: 'USD' } },
  write: ({ amount }, say) => ({
    subject: 'You already own Lifetime; the second payment goes back',
    preview: `${say.money(amount)} goes back to your card.`,
    body: <Line>You own Lifetime already. The {say.money(amount)} you paid a second time go back to your card.</Line>,
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
