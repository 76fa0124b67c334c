import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph, Rows } from './layout';
import { moment, money, template } from './template';

export const receipt = template({
  data: z.object({
    what: z.string(),
    amount: money,
    /** Included in the amount; null when there is none. */
    tax: money.nullable(),
    paidAt: moment,
    cardLast4: z.string().nullable(),
  }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    tax: null,
    paidAt: '2026-05-01T10:00:00.000Z',
    cardLast4: '4242',
  },
  compose: ({ what, amount, tax, paidAt, cardLast4 }, fmt) => ({
    subject: `Your receipt for ${what}: ${fmt.money(amount)}`,
    preview: `Thanks for your payment of ${fmt.money(amount)}.`,
    body: (
      <>
        <Paragraph>Thanks for your payment.</Paragraph>
        <Rows
          rows={[
            ['Item', what],
            ['Amount', fmt.money(amount)],
            ...(tax === null ? [] : [['Tax (included)', fmt.money(tax)] as const]),
            ['Date paid', fmt.day(paidAt)],
            ...(cardLast4 === null ? [] : [['Payment method', `Card ending in ${cardLast4}`] as const]),
          ]}
        />
        <Paragraph>You can find all your payments and invoices on your account page.</Paragraph>
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
