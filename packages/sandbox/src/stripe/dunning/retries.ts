import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { subscriptionOf } from '../invoices/payment-method';
import { type CardErrorBody, isHardDecline } from '../payment-methods/declines';
import { hiddenInvoice, updateHiddenInvoice } from './hidden-state';
import { billingSettings } from './settings';

export const retryKey = (invoice: string): string => `stripe.invoice.retry:${invoice}`;

/**
 * Schedules the next automatic attempt after a failed one. Returns its time for the invoice: null when there is none,
 * and after a hard decline, which only another payment method resolves (docs/providers/stripe.md#failed-payments).
 */
export function planRetry(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  refusal: { error?: CardErrorBody | undefined; method: string | null },
): number | null {
  const subscription = subscriptionOf(ctx, invoice);
  // The first invoice waits for the customer for 23 hours. Invoices that aren't collected automatically are never
  // retried.
  if (subscription?.status === 'incomplete' || subscription?.status === 'canceled') return null;
  if (invoice.collection_method !== 'charge_automatically' || !invoice.auto_advance) return null;
  const now = ctx.now(invoice.customer);
  const before = hiddenInvoice(ctx, invoice.id);
  const hard = refusal.method === null || isHardDecline(refusal.error ?? null);
  const hidden = updateHiddenInvoice(ctx, before, {
    firstFailedAt: before.firstFailedAt ?? now,
    refusedMethod: hard ? (refusal.method ?? 'none') : null,
  });
  const hours = billingSettings(ctx).retryHours[hidden.retries];
  const at = hours === undefined ? now : Math.max((hidden.firstFailedAt ?? now) + hours * 3600, now + 3600);
  ctx.world.clocks.schedule({
    at,
    kind: hours === undefined ? 'stripe.dunning.end' : 'stripe.invoice.retry',
    key: retryKey(invoice.id),
    data: { id: invoice.id },
    clock: ctx.clockOf(invoice.customer),
  });
  return hours === undefined || hard ? null : at;
}

/** Removes all retries: paid, void, or its subscription has ended. */
export function cancelRetries(ctx: StripeContext, invoice: string): void {
  ctx.world.clocks.cancel(retryKey(invoice));
  ctx.tables.hiddenInvoices.remove(invoice);
}
