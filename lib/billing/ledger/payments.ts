import type { Prisma } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/money-snapshots';
import type { LedgerContext } from './context';
import { paidAtOf } from './paid-at';
import { writePayment } from './payment';
import { matchesStored } from './unchanged';

type Known = Prisma.PaymentGetPayload<{ include: { refunds: true; disputes: true } }>;

/**
 * Writes a subscription's payments. Unchanged ones only get the new ticket, all in one statement, so a sync costs the
 * same however long a subscription has run.
 */
export async function writePayments(
  context: LedgerContext,
  subscriptionId: string,
  seen: readonly PaymentSnapshot[],
): Promise<void> {
  const { tx, provider, mode, ticket } = context;
  const rows = await tx.payment.findMany({
    where: { provider, mode, externalId: { in: seen.map(({ externalId }) => externalId) } },
    include: { refunds: true, disputes: true },
  });
  const known = new Map(rows.map((row) => [row.externalId, row]));
  const unchanged: string[] = [];
  // Oldest first, so our ids keep the order of payments made within the same second.
  for (const payment of seen.toReversed()) {
    const row = known.get(payment.externalId);
    if (row?.subscriptionId === subscriptionId && isKnown(row, payment, context.now)) unchanged.push(row.id);
    else await writePayment(context, payment);
  }
  // Bump the ticket even if nothing changed, so an older fetch that finishes later can't overwrite this state.
  await tx.payment.updateMany({ where: { id: { in: unchanged }, ticket: { lt: ticket } }, data: { ticket } });
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
    matchesStored(row, { ...facts, paidAt: paidAtOf(row, seen, now) }) &&
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
