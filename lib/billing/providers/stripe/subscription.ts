import type Stripe from 'stripe';
import { ownMetadataOf } from '../metadata';
import type { PaymentSnapshot } from '../money-snapshots';
import type { ContractItem, NextCharge, SubscriptionSnapshot } from '../snapshots';
import { afterDiscounts } from './discounts';
import { givenUntil } from './given-until';
import { toInvoices } from './invoice';
import { debtOf, hasPaidTime, unexplained } from './past-due';
import { cardFacts } from './payment-method';
import { pendingChange } from './pending-change';
import { currentPeriod } from './period';
import { type InvoiceShape, type ItemShape, idOf, type SubscriptionShape } from './shapes';
import { endedBy, subscriptionStatus } from './status';
import { at, atOrNull } from './time';
import { periodVoidedAt } from './voided-period';

/**
 * Stripe's subscription with its invoices, normalized. Pure: the same object in any API version's shape gives the same
 * snapshot. Times are UTC, amounts minor units.
 */
export function toSubscription(
  raw: SubscriptionShape,
  invoices: readonly InvoiceShape[],
  payments: readonly PaymentSnapshot[],
  nextCharge: NextCharge | null = null,
): SubscriptionSnapshot {
  const items = raw.items.data.map(toItem);
  const customerExternalId = idOf(raw.customer);
  if (customerExternalId === null) throw new Error(`Stripe's ${raw.id} has no customer`);
  const currency = currencyOf(raw);
  const { start, end } = currentPeriod(raw);
  const cancelAt = raw.cancel_at ?? (raw.cancel_at_period_end ? end : null);
  const paused = pausedSince(raw, invoices);
  const known = paused === null ? subscriptionStatus(raw.status) : 'paused';
  const debt = known === 'past_due' || known === 'unpaid' ? debtOf(invoices) : null;
  const status = debt === null && known === 'past_due' && hasPaidTime(invoices, end) ? 'active' : known;
  return {
    externalId: raw.id,
    customerExternalId,
    ownMetadata: ownMetadataOf(raw.metadata),
    status,
    providerStatus: raw.status,
    items,
    currency: currency.toUpperCase(),
    amount: afterDiscounts(sumOf(items), raw.discounts ?? [], currency, end),
    collection: raw.collection_method === 'send_invoice' ? 'invoice' : 'automatic',
    collectionPause: collectionPause(raw),
    createdAt: at(raw.created ?? raw.start_date),
    startedAt: at(raw.start_date),
    periodStart: atOrNull(start),
    periodEnd: atOrNull(end),
    givenUntil: givenUntil(raw, invoices),
    trialEnd: atOrNull(raw.trial_end),
    cancelAt: atOrNull(cancelAt),
    canceledAt: atOrNull(raw.canceled_at),
    endedAt: atOrNull(raw.ended_at),
    endReason: status === 'ended' ? endReason(raw, cancelAt) : null,
    debt: debt ?? (status === 'past_due' || status === 'unpaid' ? unexplained(start, raw.start_date) : null),
    nextCharge,
    pausedAt: atOrNull(paused),
    pausesAt: status === 'active' && raw.pause_collection?.behavior === 'void' ? atOrNull(end) : null,
    ...pendingChange(raw.schedule, items),
    ...cardFacts(raw),
    invoices: toInvoices(invoices, raw, currency),
    payments,
  };
}

function currencyOf(raw: SubscriptionShape): string {
  const [item] = raw.items.data;
  return raw.currency ?? item?.price?.currency ?? item?.plan?.currency ?? '';
}

export function toItem(item: ItemShape): ContractItem {
  const price = item.price ?? item.plan;
  const recurring = item.price?.recurring;
  return {
    externalId: item.id ?? price?.id ?? '',
    priceExternalId: price?.id ?? '',
    productExternalId: idOf(price?.product),
    quantity: item.quantity ?? 1,
    amount: amountOf(item),
    interval: recurring ? intervalOf(recurring) : null,
  };
}

const UNITS = { day: 'day', week: 'week', month: 'month', year: 'year' } as const;

function intervalOf({ interval, interval_count: count }: Pick<Stripe.Price.Recurring, 'interval' | 'interval_count'>) {
  return Object.hasOwn(UNITS, interval) ? { unit: UNITS[interval as keyof typeof UNITS], count } : null; // just looked up
}

/** Minor units a period. A price with fractions of a cent is rounded once, over the whole quantity. */
function amountOf({ price, plan, quantity = 1 }: ItemShape): bigint {
  const unit = price?.unit_amount ?? plan?.amount;
  if (unit !== null && unit !== undefined) return BigInt(unit) * BigInt(quantity);
  return BigInt(Math.round(Number(String(price?.unit_amount_decimal ?? 0)) * quantity));
}

function sumOf(items: readonly ContractItem[]): bigint {
  return items.reduce((sum, { amount }) => sum + amount, 0n);
}

function collectionPause({ pause_collection: paused }: SubscriptionShape): SubscriptionSnapshot['collectionPause'] {
  if (!paused) return null;
  const behavior = BEHAVIORS.find((known) => known === paused.behavior) ?? 'keep_as_draft';
  return { behavior, resumesAt: atOrNull(paused.resumes_at) };
}

const BEHAVIORS = ['void', 'keep_as_draft', 'mark_uncollectible'] as const;

/** Who or what ended it. Canceled at or after the scheduled time: as scheduled; before: immediately. */
function endReason(raw: SubscriptionShape, cancelAt: number | null): SubscriptionSnapshot['endReason'] {
  const cause = endedBy(raw.cancellation_details?.reason);
  if (cause !== null) return cause;
  return cancelAt !== null && raw.ended_at !== null && raw.ended_at >= cancelAt ? 'scheduled' : 'immediate';
}

/** Since when nothing is provided, unix seconds: status `paused`, or a period whose invoice was voided. */
function pausedSince(raw: SubscriptionShape, invoices: readonly InvoiceShape[]): number | null {
  if (raw.status !== 'paused') return periodVoidedAt(raw, invoices);
  return raw.status_details?.paused.transitioned_at ?? raw.trial_end ?? currentPeriod(raw).start ?? raw.start_date;
}
