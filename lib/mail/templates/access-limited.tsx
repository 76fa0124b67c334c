import { z } from 'zod';
import { PAYING } from './copy';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { invoiceDueAt, moment, money, template } from './template';

const REMEDY = { card: 'Update your payment method', invoice: 'Pay your invoice' } as const;

export const accessLimited = template({
  data: z.object({ what: z.string(), amount: money, endsAt: moment, invoiceDueAt, endsAutomatically: z.boolean() }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    endsAt: '2026-06-15T10:00:00.000Z',
    invoiceDueAt: null,
    endsAutomatically: true,
  },
  compose: ({ what, amount, endsAt, invoiceDueAt: dueAt, endsAutomatically }, fmt) => ({
    subject: `Your account is read-only until your ${dueAt === null ? 'payment goes through' : 'invoice is paid'}`,
    preview: `${REMEDY[dueAt === null ? 'card' : 'invoice']} to restore full access.`,
    body: (
      <>
        <Paragraph>
          {dueAt === null
            ? `We still couldn’t collect ${fmt.money(amount)} for ${what}.`
            : PAYING.invoice.owed(fmt.money(amount), what, fmt.day(dueAt))}{' '}
          You can view and export your data, but you can’t change anything.
        </Paragraph>
        <Paragraph>
          {REMEDY[dueAt === null ? 'card' : 'invoice']} to restore full access right away. Otherwise,{' '}
          {endsAutomatically
            ? `your subscription ends on ${fmt.day(endsAt)}.`
            : `we may cancel your subscription after ${fmt.day(endsAt)}.`}
        </Paragraph>
      </>
    ),
    button: { label: PAYING[dueAt === null ? 'card' : 'invoice'].payNow, href: fmt.link('/account/pay') },
  }),
});
