import { z } from 'zod';
import { PAYING } from './copy';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { invoiceDueAt, moment, money, template } from './template';

export const finalNotice = template({
  data: z.object({ what: z.string(), amount: money, endsAt: moment, invoiceDueAt, endsAutomatically: z.boolean() }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    endsAt: '2026-06-15T10:00:00.000Z',
    invoiceDueAt: null,
    endsAutomatically: true,
  },
  compose: ({ what, amount, endsAt, invoiceDueAt: dueAt, endsAutomatically }, fmt) => ({
    subject: endsAutomatically
      ? `Your subscription ends on ${fmt.day(endsAt)}`
      : `Pay by ${fmt.day(endsAt)} to keep your subscription`,
    preview: `Pay ${fmt.money(amount)} by then to keep it.`,
    body: (
      <Paragraph>
        {dueAt === null
          ? PAYING.card.owed(fmt.money(amount), what)
          : PAYING.invoice.owed(fmt.money(amount), what, fmt.day(dueAt))}{' '}
        If it isn’t paid by {fmt.day(endsAt)},{' '}
        {endsAutomatically
          ? 'your subscription ends and you won’t be charged again.'
          : 'we may cancel your subscription.'}
      </Paragraph>
    ),
    button: { label: PAYING[dueAt === null ? 'card' : 'invoice'].payNow, href: fmt.link('/account/pay') },
  }),
});
