import { z } from 'zod';
import { Paragraph } from './layout';
import { money, template } from './template';

export const secondLifetime = template({
  data: z.object({ amount: money }),
  example: { amount: { minor: '59000', currency: 'USD' } },
  compose: ({ amount }, fmt) => ({
    subject: 'We refunded your duplicate payment',
    preview: `We’ve refunded ${fmt.money(amount)}.`,
    body: <Paragraph>You already own Lifetime, so we’ve refunded the {fmt.money(amount)} duplicate payment.</Paragraph>,
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
