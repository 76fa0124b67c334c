import { z } from 'zod';
import { Figures, Line } from './layout';
import { money, template } from './template';

export const refund = template({
  facts: z.object({ what: z.string(), amount: money, paid: money }),
  example: {
    what: 'Pro, monthly',
    amount: { minor: '2900', currency: 'USD' },
    paid: { minor: '2900', currency: 'USD' },
  },
  write: ({ what, amount, paid }, say) => ({
    subject: `Refund: ${say.money(amount)}`,
    preview: `${say.money(amount)} is on its way back to you.`,
    body: (
      <>
        <Line>We sent {say.money(amount)} back to you. It can take five to ten days until your bank shows it.</Line>
        <Figures
          rows={[
            ['For', what],
            ['You paid', say.money(paid)],
            ['Refunded', say.money(amount)],
          ]}
        />
      </>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
