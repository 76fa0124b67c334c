import type { StripeContext } from '../api/context';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';

/** The subscription of an invoice, if it still exists. */
export function subscriptionOf(ctx: StripeContext, invoice: InvoiceRecord): SubscriptionRecord | undefined {
  return ctx.tables.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
}

/**
 * Stripe's precedence: the default of the invoice, the subscription, the customer
 * (docs/providers/stripe.md#failed-payments).
 */
export function methodFor(ctx: StripeContext, invoice: InvoiceRecord): string | null {
  return (
    invoice.default_payment_method ??
    (invoice.customer === null ? null : defaultMethod(ctx, invoice.customer, subscriptionOf(ctx, invoice)))
  );
}

/** The payment method that a customer's subscription would use. */
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
