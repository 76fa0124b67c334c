import { z } from 'zod';
import { Figures, Line } from './layout';
import { moment, money, template } from './template';

export const receipt = template({
  facts: z.object({
    what: z.string(),
    amount: money,
    /** Within the amount; null when there is none. */
    tax: money.nullable(),
    paidAt: moment,
    cardLast4: z.string().nullable(),
  }),
  example: {
    what: 'Pro, monthly',
    amount: { minor: '2900', currency: 'USD' },
    tax: null,
    paidAt: '2026-05-01T10:00:00.000Z',
    cardLast4: '4242',
  },
  write: ({ what, amount, tax, paidAt, cardLast4 }, say) => ({
    subject: `Receipt: ${what}, ${say.money(amount)}`,
    preview: `We received ${say.money(amount)}. Thank you.`,
    body: (
      <>
        <Line>Thank you. We received your payment.</Line>
        <Figures
          rows={[
            ['For', what],
            ['Amount', say.money(amount)],
            ...(tax === null ? [] : [['Tax in it', say.money(tax)] as const]),
            ['Paid on', say.day(paidAt)],
            ...(cardLast4 === null ? [] : [['Card', `ending in ${cardLast4}`] as const]),
          ]}
        />
        <Line>Your account page has all your payments, with their invoices.</Line>
      </>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
