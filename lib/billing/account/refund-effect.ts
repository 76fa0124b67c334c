import { businessNowIn } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import type { Payment, Subscription } from '@/lib/generated/prisma/client';
import { type CoveredSpan, coverageOf, isTakenBack, lastEnd } from '../access/coverage';
import { accessOfSubscription, type Decision } from '../access/decide';
import { loadSubscriptionFact } from '../access/facts';
import type { PlanKey } from '../catalog/plans';
import { isPaid, type LedgerInvoice, loadInvoices } from '../ledger/coverage';

/** What refunding all of a payment does to the subscription it paid for. */
export interface RefundEffect {
  /** The provider's id of the subscription that ends with it: the payment is for the period that runs. */
  readonly ends: string | null;
  /** Whether the subscription runs, before the refund. */
  readonly runs: boolean;
  /** What the subscription opens before and after. Null for a payment of no subscription. */
  readonly before: Decision | null;
  readonly after: Decision | null;
}

const NOTHING: RefundEffect = { ends: null, runs: false, before: null, after: null };

/**
 * Works out what closes when a payment is refunded in full: exactly what that payment pays for, and what was built on
 * it. The running period refunded, the subscription ends; what an earlier payment covers stays open to its end.
 */
export async function refundEffect(payment: Payment, client: Tx = db()): Promise<RefundEffect> {
  if (payment.subscriptionId === null) return NOTHING;
  const subscription = await client.subscription.findUniqueOrThrow({ where: { id: payment.subscriptionId } });
  const now = await businessNowIn(client);
  const invoices = await loadInvoices({ tx: client, ...subscription }, subscription.id);
  const fact = await loadSubscriptionFact(client, subscription.id);
  const paid = invoices.filter(isPaid);
  const refunded = paid.map((invoice) =>
    isOf(invoice, payment) ? { ...invoice, standing: 'refunded' as const } : invoice,
  );
  const after = coverageOf(refunded).spans;
  const ends =
    sellsPeriod(paid, payment, now) || lastPaid(after, now) < lastPaid(fact.coverage, now)
      ? endsNow(subscription)
      : null;
  const ended = ends === null ? {} : { status: 'ended' as const, endReason: 'refunded' as const };
  return {
    ends,
    runs: endsNow(subscription) !== null,
    before: accessOfSubscription(fact, now),
    after: accessOfSubscription({ ...fact, ...ended, coverage: after }, now),
  };
}

/** The invoice a payment collected. */
export function isOf({ payments }: LedgerInvoice, { externalId }: Pick<Payment, 'externalId'>): boolean {
  return payments.includes(externalId);
}

function sellsPeriod(paid: readonly LedgerInvoice[], payment: Payment, now: Date): boolean {
  return paid.some((invoice) => isOf(invoice, payment) && invoice.periodUntil !== null && now < invoice.periodUntil);
}

/**
 * When the paid time ends, Unix milliseconds; 0 when none is left. A change that started a new period, a year after a
 * month, say, is billed as a change and still sold the period: without it, the paid time ends sooner.
 */
function lastPaid(spans: readonly CoveredSpan[], now: Date): number {
  return lastEnd(spans.filter(({ until, standing }) => now < until && !isTakenBack(standing)));
}

function endsNow({ status, externalId }: Subscription): string | null {
  return status === 'ended' || status === 'failed' ? null : externalId;
}

/** What closes, in terms a page can say. */
export type Closes =
  | { readonly kind: 'subscription'; readonly plan: PlanKey; readonly keeps: Kept | null }
  | { readonly kind: 'plan'; readonly plan: PlanKey; readonly keeps: Kept | null }
  | { readonly kind: 'seats'; readonly plan: PlanKey; readonly seats: number; readonly keeps: Kept };

/** What is still paid for afterwards. */
export interface Kept {
  readonly plan: PlanKey;
  readonly seats: number;
  readonly until: Date | null;
}

export function closesOf({ ends, before, after }: RefundEffect): Closes | null {
  if (before === null || after === null) return null;
  const keeps = after.level === 'none' ? null : { plan: after.plan, seats: after.seats, until: after.until };
  if (ends !== null) return { kind: 'subscription', plan: before.plan, keeps };
  if (before.level === 'none') return null;
  if (keeps === null || after.plan !== before.plan) return { kind: 'plan', plan: before.plan, keeps };
  return after.seats < before.seats
    ? { kind: 'seats', plan: before.plan, seats: before.seats - after.seats, keeps }
    : null;
}
