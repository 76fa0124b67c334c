import { PAYING } from './copy';
import { Paragraph } from './layout';
import type { EmailContent, Formatter, Money } from './template';

interface Overdue {
  readonly what: string;
  readonly amount: Money;
  readonly dueAt: string;
  readonly graceEndsAt: string;
  /** Whether access is already read-only. */
  readonly limited: boolean;
}

/** What `payment-failed` says to customers who pay invoices themselves: no card was declined, and nothing is retried. */
export function invoiceOverdue(
  { what, amount, dueAt, graceEndsAt, limited }: Overdue,
  fmt: Pick<Formatter, 'money' | 'day' | 'link'>,
): EmailContent {
  const access = limited
    ? 'Your account is read-only until it’s paid.'
    : `You have full access until ${fmt.day(graceEndsAt)}.`;
  return {
    subject: `Your ${fmt.money(amount)} invoice is overdue`,
    preview: access,
    body: (
      <>
        <Paragraph>
          {PAYING.invoice.owed(fmt.money(amount), what, fmt.day(dueAt))} Pay online or by the method we agreed on.
        </Paragraph>
        <Paragraph>{access}</Paragraph>
      </>
    ),
    button: { label: PAYING.invoice.payNow, href: fmt.link('/account/pay') },
  };
}
