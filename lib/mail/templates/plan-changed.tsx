import { z } from 'zod';
import { INTERVAL_KEYS } from '@/lib/billing/catalog/intervals';
import { EXAMPLE_ITEM, EXAMPLE_SMALLER_ITEM } from './example-items';
import { Paragraph } from './layout';
import { money, template } from './template';

const periodName = (every: string) => (every === 'period' ? 'billing period' : every);

export const planChanged = template({
  data: z.object({ from: z.string(), to: z.string(), amount: money, every: z.enum([...INTERVAL_KEYS, 'period']) }),
  example: {
    from: EXAMPLE_SMALLER_ITEM,
    to: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    every: 'month',
  },
  compose: ({ from, to, amount, every }, fmt) => ({
    subject: `You’re now on ${to}`,
    preview: `${fmt.money(amount)} per ${periodName(every)}.`,
    body: (
      <Paragraph>
        Your plan changed from {from} to {to}. You’ll pay {fmt.money(amount)} per {periodName(every)}.
      </Paragraph>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
