import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph, Rows } from './layout';
import { money, template } from './template';

export const refund = template({
  data: z.object({ what: z.string(), amount: money, paid: money }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    paid: { minor: '2900', currency: 'USD' },
  },
  compose: ({ what, amount, paid }, fmt) => ({
    subject: `Your refund of ${fmt.money(amount)}`,
    preview: 'It can take 5 to 10 days to arrive.',
    body: (
      <>
        <Paragraph>
          We’ve refunded {fmt.money(amount)} to your original payment method. It can take 5 to 10 days to appear on your
          statement.
        </Paragraph>
        <Rows
          rows={[
            ['Item', what],
            ['Amount paid', fmt.money(paid)],
            ['Refunded', fmt.money(amount)],
          ]}
        />
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
