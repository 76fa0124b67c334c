import { z } from 'zod';
import { Line } from './layout';
import { money, template } from './template';

export const planChanged = template({
  facts: z.object({ from: z.string(), to: z.string(), amount: money, every: z.enum(['month', 'year', 'period']) }),
  example: {
    from: 'Starter, monthly',
    to: 'Pro, monthly',
    amount: { minor: '2900', currency: 'USD' },
    every: 'month',
  },
  write: ({ from, to, amount, every }, say) => ({
    subject: `You are on ${to} now`,
    preview: `${say.money(amount)} a ${every} from now on.`,
    body: (
      <Line>
        Your plan changed from {from} to {to}, for {say.money(amount)} a {every}.
      </Line>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
