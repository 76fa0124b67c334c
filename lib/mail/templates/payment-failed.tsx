import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { invoiceOverdue } from './invoice-overdue';
import { Paragraph } from './layout';
import { type EmailContent, type Formatter, invoiceDueAt, moment, money, template } from './template';

const REASONS = {
  soft: 'was declined. We’ll try again, or you can update your payment method now.',
  hard: 'can’t be used anymore. Please update your payment method.',
  action: 'was declined because your bank needs your confirmation.',
} as const;

const owed = z.object({
  what: z.string(),
  amount: money,
  cardLast4: z.string().nullable(),
  decline: z.enum(['soft', 'hard', 'action']),
  /** Payment attempts so far. */
  attempts: z.number(),
  graceEndsAt: moment,
  /** Whether access is already read-only. */
  limited: z.boolean(),
});

/** A renewal wasn't paid: a card was declined, or an invoice is overdue. */
export const paymentFailed = template({
  data: owed.extend({ invoiceDueAt }),
  example: {
    what: EXAMPLE_ITEM,
    amount: { minor: '2900', currency: 'USD' },
    cardLast4: '4242',
    decline: 'soft',
    attempts: 1,
    graceEndsAt: '2026-06-08T10:00:00.000Z',
    limited: false,
    invoiceDueAt: null,
  },
  compose: ({ invoiceDueAt: dueAt, ...failed }, fmt) =>
    dueAt === null ? declined(failed, fmt) : invoiceOverdue({ ...failed, dueAt }, fmt),
});

function declined(
  { what, amount, cardLast4, decline, attempts, graceEndsAt, limited }: z.infer<typeof owed>,
  fmt: Formatter,
): EmailContent {
  return {
    subject:
      attempts > 1
        ? `Your payment of ${fmt.money(amount)} failed again`
        : `Your payment of ${fmt.money(amount)} failed`,
    preview: limited
      ? 'Your account is read-only until it goes through.'
      : `You have full access until ${fmt.day(graceEndsAt)}.`,
    body: (
      <>
        <Paragraph>
          Your payment of {fmt.money(amount)} for {what} failed. Your card
          {cardLast4 === null ? '' : ` ending in ${cardLast4}`} {REASONS[decline]}
        </Paragraph>
        <Paragraph>
          {limited
            ? 'Your account is read-only until the payment goes through.'
            : `You have full access until ${fmt.day(graceEndsAt)}.`}
        </Paragraph>
      </>
    ),
    button:
      decline === 'action'
        ? { label: 'Confirm payment', href: fmt.link('/account/pay') }
        : { label: 'Update payment method', href: fmt.link('/account/payment-method') },
  };
}
