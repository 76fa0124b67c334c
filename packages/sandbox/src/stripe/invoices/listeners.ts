import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';

/** What just happened to an open invoice. */
export type InvoiceTurn = 'paid' | 'processing' | 'failed' | 'action_required' | 'voided' | 'uncollectible';
type Listener = (ctx: StripeContext, invoice: InvoiceRecord) => void;

const listeners = new WeakMap<object, Map<InvoiceTurn, Listener[]>>();

/** Notified of these changes, after the invoice's own events. For subscriptions, schedules and checkout. */
export function onInvoice(ctx: StripeContext, turn: InvoiceTurn, listener: Listener): void {
  const known = listeners.get(ctx.world) ?? new Map<InvoiceTurn, Listener[]>();
  listeners.set(ctx.world, known.set(turn, [...(known.get(turn) ?? []), listener]));
}

export function tellInvoice(ctx: StripeContext, turn: InvoiceTurn, invoice: InvoiceRecord): void {
  for (const listener of listeners.get(ctx.world)?.get(turn) ?? []) listener(ctx, invoice);
}
