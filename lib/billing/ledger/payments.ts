import type { Dispute, Payment, Refund, Subscription } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/money-snapshots';
import type { LedgerContext } from './context';
import { paidAtOf } from './paid-at';
import { knownPayment, writePayment } from './payment';
import { matchesStored } from './unchanged';

interface Known extends Payment {
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
}

/** The rows of payments just seen, by external id. */
export type KnownPayments = ReadonlyMap<string, Known>;

/**
 * Writes a subscription's payments. Unchanged ones only get the new ticket, all in one statement, so a sync costs the
 * same however long a subscription has run.
 */
export async function writePayments(
  context: LedgerContext,
  subscription: Subscription,
  seen: readonly PaymentSnapshot[],
  known: KnownPayments,
): Promise<void> {
  const { tx, ticket } = context;
  const unchanged: string[] = [];
  // Oldest first, so our ids keep the order of payments made within the same second.
  for (const payment of seen.toReversed()) {
    const row = known.get(payment.externalId);
    if (row?.subscriptionId === subscription.id && isKnown(row, payment, context.now)) unchanged.push(row.id);
    else if (payment.subscriptionExternalId === subscription.externalId)
      await writePayment(context, payment, { before: row ?? null, subscription });
    else await writePayment(context, payment, await knownPayment(context, payment));
  }
  // Bump the ticket even if nothing changed, so an older fetch that finishes later can't overwrite this state.
  if (unchanged.length > 0)
    await tx.payment.updateMany({ where: { id: { in: unchanged }, ticket: { lt: ticket } }, data: { ticket } });
}

/** Reads what the ledger has of payments just seen. Most syncs of a new subscription know none. */
export async function knownPayments(
  { tx, provider, mode }: LedgerContext,
  seen: readonly PaymentSnapshot[],
): Promise<KnownPayments> {
  if (seen.length === 0) return new Map();
  const rows = await tx.payment.findMany({
    where: { provider, mode, externalId: { in: seen.map(({ externalId }) => externalId) } },
  });
  if (rows.length === 0) return new Map();
  const ofThese = { where: { paymentId: { in: rows.map(({ id }) => id) } } };
  const [refunds, disputes] = [await tx.refund.findMany(ofThese), await tx.dispute.findMany(ofThese)];
  const of = <One extends { readonly paymentId: string }>(all: readonly One[], { id }: Payment) =>
    all.filter(({ paymentId }) => paymentId === id);
  return new Map(
    rows.map((row) => [row.externalId, { ...row, refunds: of(refunds, row), disputes: of(disputes, row) }]),
  );
}

/** All of its consequences were applied when it was written. A payment that wasn't recognized then may be now. */
function isKnown(row: Known, seen: PaymentSnapshot, now: Date): boolean {
  const {
    subscriptionExternalId: _,
    customerExternalId: __,
    ownMetadata,
    bought: ___,
    refunds,
    disputes,
    ...facts
  } = seen;
  return (
    row.sku !== null &&
    (row.checkoutId !== null || ownMetadata.checkoutId === null) &&
    matchesStored({ ...row }, { ...facts, paidAt: paidAtOf(row, seen, now) }) &&
    areKnown(row.refunds, refunds) &&
    areKnown(row.disputes, disputes)
  );
}

function areKnown(
  rows: readonly { readonly externalId: string }[],
  seen: readonly { readonly externalId: string }[],
): boolean {
  return seen.every((one) => rows.some((row) => matchesStored({ ...row }, { ...one })));
}
