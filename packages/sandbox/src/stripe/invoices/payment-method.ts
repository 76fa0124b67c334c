import type { StripeContext } from '../api/kit';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';

/** The subscription an invoice belongs to, if it is still there. */
export function subscriptionOf(ctx: StripeContext, invoice: InvoiceRecord): SubscriptionRecord | undefined {
  return ctx.tables.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
}

/**
 * Stripe's order: the invoice's own, the subscription's, the customer's default
 * (docs/providers/stripe.md#failed-payments).
 */
export function methodFor(ctx: StripeContext, invoice: InvoiceRecord): string | null {
  return (
    invoice.default_payment_method ??
    (invoice.customer === null ? null : defaultMethod(ctx, invoice.customer, subscriptionOf(ctx, invoice)))
  );
}

/** What a customer's subscription would be paid with. */
export function defaultMethod(
  ctx: StripeContext,
  customerId: string,
  subscription?: SubscriptionRecord,
): string | null {
  const customer = ctx.tables.customers.get(customerId);
  const candidates = [
    subscription?.default_payment_method,
    subscription?.default_source,
    customer?.invoice_settings.default_payment_method,
    customer?.default_source,
  ];
  return candidates.find((id) => id && ctx.tables.paymentMethods.get(id)?.customer === customerId) ?? null;
}
