import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { type PaymentResult, takePayment } from '../payment-intents/take';
import { markActionRequired, markFailed } from './failed';
import { markPaid } from './paid';
import { methodFor } from './payment-method';
import { notePayment, openPayment } from './payment-record';
import { markProcessing } from './processing';

export interface Collecting {
  /** Overrides the default of the invoice, subscription or customer. */
  paymentMethod?: string | undefined;
  /** The customer isn't present for a challenge. */
  offSession: boolean;
  /** URL to return to after a challenge. */
  returnUrl?: string | undefined;
}

export interface Collected {
  invoice: InvoiceRecord;
  outcome: PaymentResult['outcome'];
  error?: PaymentResult['error'];
}

/** Attempts to charge an open invoice once, with all effects of the success or failure. */
export function collect(ctx: StripeContext, invoice: InvoiceRecord, how: Collecting): Collected {
  const method = how.paymentMethod ?? methodFor(ctx, invoice);
  const result = takePayment(ctx, { ...payment(ctx, invoice, how), paymentMethod: method });
  notePayment(ctx, invoice, result.intent.id);
  const after = follow(ctx, invoice, result, method);
  return { invoice: after, outcome: result.outcome, ...(result.error ? { error: result.error } : {}) };
}

/** Creates the intent for an open invoice; the client confirms it. */
export function prepareIntent(ctx: StripeContext, invoice: InvoiceRecord): void {
  const offer = { ...payment(ctx, invoice, { offSession: false }), paymentMethod: null, confirm: false };
  notePayment(ctx, invoice, takePayment(ctx, offer).intent.id);
}

function payment(ctx: StripeContext, invoice: InvoiceRecord, how: Collecting) {
  const intent = openPayment(ctx, invoice)?.payment.payment_intent;
  return {
    customer: invoice.customer,
    amount: invoice.amount_due,
    currency: invoice.currency,
    offSession: how.offSession,
    description: purpose(invoice),
    invoice: invoice.id,
    ...(intent ? { intent } : {}),
    ...(how.returnUrl ? { returnUrl: how.returnUrl } : {}),
    ...(invoice.parent ? { setupFutureUsage: 'off_session' as const } : {}),
  };
}

function follow(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  result: PaymentResult,
  method: string | null,
): InvoiceRecord {
  switch (result.outcome) {
    case 'succeeded':
      return markPaid(ctx, invoice, { intent: result.intent.id });
    case 'requires_action':
      return markActionRequired(ctx, invoice, method);
    case 'processing':
      return markProcessing(ctx, invoice);
    case 'declined':
    case 'waiting':
      return markFailed(ctx, invoice, { error: result.error, method });
  }
}

function purpose(invoice: InvoiceRecord): string {
  if (invoice.billing_reason === 'subscription_create') return 'Subscription creation';
  return invoice.billing_reason === 'manual' ? 'Payment for Invoice' : 'Subscription update';
}
