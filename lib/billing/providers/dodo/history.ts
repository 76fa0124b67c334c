import type { InvoiceSnapshot, KnownInvoice } from '../money-snapshots';
import { type Purchases, tookMoney } from './bought';
import { addInterval, toInterval } from './interval';
import { creditUsed, extendedInvoice, paidInvoice } from './invoice';
import { knownSale, periodEnd, type Sale, saleOf, type Taken, worthAt } from './sale';
import type { ListedPayment, SubscriptionShape } from './shapes';
import { paymentStatus } from './status';
import { at, atOrNull, DAY, HOUR, shifted } from './time';
import { isTrial } from './trial';

/** What a subscription's payments have paid for, in order. */
export interface History {
  /** Invoices that the ledger doesn't have yet, or not in their current state. */
  readonly invoices: readonly InvoiceSnapshot[];
  /** The latest sale; null before the first. */
  readonly current: Sale | null;
  /** Free time granted by moving the next billing date later. */
  readonly givenUntil: Date | null;
  /** Minor units of credit that a change left for later charges. */
  readonly credit: bigint;
  /** According to the subscription's dates, something was sold without a payment. */
  readonly hasUnbilled: boolean;
}

/**
 * Goes through the payments in order and determines what each one bought: Dodo has no invoices, and a payment names
 * neither product nor period. What the ledger already has stays unchanged, because it was derived while the
 * subscription still showed it. Pure.
 */
export function historyOf(
  raw: SubscriptionShape,
  listed: readonly ListedPayment[],
  known: readonly KnownInvoice[],
  { bought, products }: Purchases,
): History {
  const knownIds = new Set(known.map(({ externalId }) => externalId));
  const fresh = listed.filter((payment) => tookMoney(payment) && !knownIds.has(payment.payment_id)).toReversed();
  const entries = [
    ...known.map((invoice) => ({ at: invoice.createdAt, invoice, payment: null })),
    ...fresh.map((payment) => ({ at: at(payment.created_at), invoice: null, payment })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const invoices: InvoiceSnapshot[] = [];
  let current: Sale | null = null;
  let credit = 0n;
  let last = new Date(0);
  /** When what sold `current` was charged; null if nothing was. */
  let charged: Date | null = null;
  for (const [index, entry] of entries.entries()) {
    // Two payments at the same time still need an order.
    last = entry.at > last ? entry.at : shifted(last, 1);
    if (entry.payment === null) {
      const sale = knownSale(entry.invoice);
      if (sale !== null) charged = entry.invoice.total > 0n ? entry.at : null;
      current = sale ?? current;
      credit += (entry.invoice.total < 0n ? -entry.invoice.total : 0n) - entry.invoice.balanceUsed;
      continue;
    }
    const { payment_id: id, total_amount: amount } = entry.payment;
    const total = BigInt(amount);
    const taken: Taken = {
      ...{ id, at: entry.at, total, isNewest: index === entries.length - 1 },
      isOutgrown: listed.some(
        (later) =>
          at(later.created_at) > entry.at &&
          later.total_amount !== amount &&
          isFailed(later) &&
          mayBeOwed(raw, entry.at, later),
      ),
      bought: bought.get(id) ?? { productId: null, isChange: false, net: total },
    };
    const sale: Sale = saleOf(raw, taken, current, products);
    const used = sale.kind === 'period' && taken.isNewest ? creditUsed(raw, taken.bought.net, credit) : 0n;
    invoices.push(paidInvoice(raw, { sale, replaces: current, total, balanceUsed: used, createdAt: last }));
    credit -= used;
    charged = entry.at;
    current = sale;
  }
  const sold = current;
  if (current !== null && charged !== null) current = withMovedDates(raw, current, charged);
  const running = runningWithoutPayment(raw, listed, current);
  if (running !== null) {
    const replaces = running.kind === 'proration' ? current : null;
    const left = replaces === null ? 0n : worthAt(replaces, running.from);
    const total = left > running.amount ? running.amount - left : 0n;
    const used = replaces === null ? creditUsed(raw, 0n, credit) : 0n;
    const createdAt = running.from > last ? running.from : shifted(last, 1);
    const { sale, givenUntil } = withKeptTime(raw, running);
    invoices.push(paidInvoice(raw, { sale, replaces, total, balanceUsed: used, createdAt }));
    return { invoices, current: sale, givenUntil, credit: credit - total - used, hasUnbilled: true };
  }
  if (current === null) return { invoices, current, givenUntil: null, credit, hasUnbilled: false };
  const { sale, givenUntil } = withKeptTime(raw, current);
  const longer = sale === sold ? [] : [extendedInvoice(raw, sale, invoices, known)];
  const unchanged = invoices.filter(({ externalId }) => longer.every((invoice) => invoice.externalId !== externalId));
  return { invoices: [...unchanged, ...longer], current: sale, givenUntil, credit, hasUnbilled: false };
}

/**
 * A current period that no payment above 0 started: a 100 % discount, a wallet, or credit left by a downgrade. A charge
 * that is still processing hasn't paid for it yet.
 */
function runningWithoutPayment(
  raw: SubscriptionShape,
  listed: readonly ListedPayment[],
  current: Sale | null,
): Sale | null {
  if (raw.status !== 'active' || raw.on_demand || isTrial(raw, listed)) return null;
  const from = at(raw.previous_billing_date);
  if (current !== null && from <= shifted(current.from, isSold(raw, current) ? HOUR : 0)) return null;
  const near = (payment: ListedPayment) => Math.abs(at(payment.created_at).getTime() - from.getTime()) < DAY;
  if (listed.some((payment) => isUnderWay(payment) && near(payment))) return null;
  const free = listed.find((payment) => payment.total_amount === 0 && isSucceeded(payment) && near(payment));
  const isChange = current !== null && from < shifted(current.until, -HOUR);
  return {
    invoiceId: (isChange ? undefined : free?.payment_id) ?? `${raw.subscription_id}@${from.toISOString()}`,
    kind: isChange ? 'proration' : 'period',
    productId: raw.product_id,
    quantity: raw.quantity,
    amount: BigInt(raw.recurring_pre_tax_amount),
    from,
    until: periodEnd(raw),
  };
}

/** Whether a sale matches the subscription's current state; if so, its dates may change shortly after its payment. */
function isSold({ product_id: id, quantity }: SubscriptionShape, sale: Sale): boolean {
  return sale.productId === id && sale.quantity === quantity;
}

const isFailed = ({ status }: ListedPayment): boolean => paymentStatus(status) === 'failed';
const isSucceeded = ({ status }: ListedPayment): boolean => paymentStatus(status) === 'succeeded';

/**
 * Whether the subscription may be more than was paid for because of a declined charge: a change that was applied anyway
 * puts it on hold (docs.dodopayments.com/developer-resources/subscription-upgrade-downgrade) and starts a period. Any
 * other decline leaves an active subscription as it was paid for.
 */
function mayBeOwed(raw: SubscriptionShape, paid: Date, { created_at: tried }: ListedPayment): boolean {
  if (raw.status !== 'active' && raw.status !== 'paused') return true;
  const since = (moment: Date) => Math.abs(at(raw.previous_billing_date).getTime() - moment.getTime());
  return since(at(tried)) < Math.min(HOUR, since(paid));
}

/** Processing at the bank; not a page that hasn't been paid. */
export function isUnderWay({ status, total_amount: total }: ListedPayment): boolean {
  return total > 0 && status !== 'requires_payment_method' && paymentStatus(status) === 'processing';
}

/** The period of a charge whose dates moved after it was first seen. While something is owed, they may be of that. */
function withMovedDates(raw: SubscriptionShape, sale: Sale, charged: Date): Sale {
  if (raw.status === 'on_hold' || raw.status === 'past_due') return sale;
  const from = at(raw.previous_billing_date);
  const isItsOwn = Math.abs(from.getTime() - charged.getTime()) < DAY && isSold(raw, sale);
  return isItsOwn && from > shifted(sale.from, HOUR) ? { ...sale, from, until: periodEnd(raw) } : sale;
}

/**
 * A next billing date later than what was paid for. As far as the subscription's term was extended with it, that's paid
 * time preserved by a pause (docs.dodopayments.com/features/subscription); the rest is free.
 */
function withKeptTime(raw: SubscriptionShape, current: Sale) {
  const next = at(raw.next_billing_date);
  if (raw.status !== 'active' || next <= shifted(current.until, HOUR)) {
    return { sale: current, givenUntil: null };
  }
  // If the dates advanced beyond what was paid for, that isn't free time: a payment for it is processing.
  if (at(raw.previous_billing_date) > shifted(current.from, HOUR)) return { sale: current, givenUntil: null };
  const extra = next.getTime() - current.until.getTime();
  const kept = Math.min(extra, pausedFor(raw));
  const sale = kept < HOUR ? current : { ...current, until: shifted(current.until, kept) };
  return { sale, givenUntil: next > shifted(sale.until, HOUR) ? next : null };
}

/** The total time it has been paused, in ms: Dodo extends the end of the term by it. */
function pausedFor(raw: SubscriptionShape): number {
  const end = atOrNull(raw.expires_at);
  const term = toInterval(raw.subscription_period_interval, raw.subscription_period_count);
  if (end === null || term === null) return 0;
  return Math.max(0, end.getTime() - addInterval(at(raw.created_at), term).getTime());
}
