import type { StripeContext } from '../api/context';
import type { PaymentIntentRecord } from '../api/tables';
import { onPaymentOutcome } from '../payment-intents/outcomes';
import { markFailed } from './failed';
import { markPaid } from './paid';
import { cancelPayment } from './payment-record';
import { markProcessing } from './processing';

/** An invoice's intent settles later: after a challenge, by the client, or when a bank debit settles. */
export function startInvoiceOutcomes(ctx: StripeContext): void {
  onPaymentOutcome(ctx, (within, intent, outcome) => {
    const payment = within.tables.invoicePayments.by('payment_intent', intent.id).find((it) => it.status === 'open');
    const invoice = within.tables.invoices.get(payment?.invoice ?? '');
    if (!payment || !invoice || (invoice.status !== 'open' && invoice.status !== 'uncollectible')) return;
    if (outcome === 'succeeded') markPaid(within, invoice, { intent: intent.id });
    if (outcome === 'processing' && invoice.status === 'open') markProcessing(within, invoice);
    if (outcome === 'failed') markFailed(within, invoice, refusal(intent));
    if (outcome === 'canceled') cancelPayment(within, payment, within.now(invoice.customer));
  });
}

function refusal(intent: PaymentIntentRecord): Parameters<typeof markFailed>[2] {
  const error = intent.last_payment_error;
  const method = error?.payment_method?.id ?? null;
  if (!error) return { method };
  const { code, decline_code, message } = error;
  return {
    method,
    error: { message: message ?? '', ...(code ? { code } : {}), ...(decline_code ? { decline_code } : {}) },
  };
}
