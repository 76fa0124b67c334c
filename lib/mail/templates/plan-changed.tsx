import { z } from 'zod';
import { perPeriod } from './copy';
import { EXAMPLE_ITEM, EXAMPLE_SMALLER_ITEM } from './example-items';
import { Paragraph } from './layout';
import { billingInterval, money, template } from './template';

export const planChanged = template({
  data: z.object({ from: z.string(), to: z.string(), amount: money, every: billingInterval }),
  example: {
    from: EXAMPLE_SMALLER_ITEM,
    to: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    every: { unit: 'month', count: 1 },
  },
  compose: ({ from, to, amount, every }, fmt) => ({
    subject: `You’re now on ${to}`,
    preview: `${fmt.money(amount)} ${perPeriod(every)}.`,
    body: (
      <Paragraph>
        Your plan changed from {from} to {to}. You’ll pay {fmt.money(amount)} {perPeriod(every)}.
      </Paragraph>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
