import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { coverageOf, isTakenBack } from '../access/coverage';
import { loadFacts } from '../access/facts';
import { givenBackOf, standingOf } from '../access/payment-standing';
import { LIFETIME_SKUS } from '../catalog/plans';
import { isPaid, type LedgerInvoice, loadInvoices } from '../ledger/coverage';
import { hasUsedRefund, selfServiceRefunds } from '../ledger/self-service-refund';
import { isOf } from './refund-effect';

/** Customers may refund a payment themselves, in full, within this many days. */
export const REFUND_DAYS = 14;
const DAY = 86_400_000;

/**
 * Why a customer may not refund a payment without us. `not-refundable`: not for anything of ours, too old, refunded,
 * disputed, or its credits are spent. `newer-payment`: a newer payment builds on it. `credited`: part of it was credited to the customer already.
 * `already-used`: the one refund of this product, of the workspace, its owner, or the person who bought it.
 */
export type RefundBlock = 'not-refundable' | 'newer-payment' | 'credited' | 'already-used';

/** What the refund rules read of a payment. */
export const REFUNDABLE = {
  include: {
    refunds: true,
    disputes: true,
    grants: true,
    subscription: { select: { origin: true, checkoutId: true } },
  },
} as const;
export type Refundable = Prisma.PaymentGetPayload<typeof REFUNDABLE>;

/**
 * The refund rules for any payment of the customer; null means refundable. Loaded once, and again inside the transaction
 * that writes the refund down.
 */
export async function refundRules(
  workspaceId: string,
  now: Date,
  client: Tx = db(),
): Promise<(payment: Refundable) => RefundBlock | null> {
  const { mode } = env().payments;
  const since = new Date(now.getTime() - REFUND_DAYS * DAY);
  const recent = { OR: [{ createdAt: { gte: since } }, { paidAt: { gte: since } }] };
  // One after the other: inside a transaction there is one connection.
  const { credits } = await loadFacts(workspaceId, client);
  const subscriptions = await client.subscription.findMany({
    where: { workspaceId, mode, payments: { some: recent } },
    select: { id: true, provider: true, mode: true },
  });
  const invoices: LedgerInvoice[] = [];
  for (const { id, ...at } of subscriptions)
    invoices.push(...(await loadInvoices({ tx: client, ...at }, id)).filter(isPaid));
  const claims = await selfServiceRefunds(client, workspaceId);
  return (payment) => {
    if (!isWithinTerms(payment, now, credits)) return 'not-refundable';
    const credited = creditBlock(payment, invoices);
    if (credited !== null) return credited;
    return hasUsedRefund(claims, payment) ? 'already-used' : null;
  };
}

/** Ours, within the window, untouched, credits unspent. */
function isWithinTerms(payment: Refundable, now: Date, creditsLeft: number): boolean {
  if (!isOurs(payment)) return false;
  if (payment.status !== 'succeeded' || payment.amount === 0n) return false;
  if (givenBackOf(payment) > 0n || standingOf(payment) !== 'clear') return false;
  const paidAt = payment.paidAt ?? payment.createdAt;
  if (now.getTime() - paidAt.getTime() > REFUND_DAYS * DAY) return false;
  const credits = payment.grants.filter((grant) => !LIFETIME_SKUS.includes(grant.sku));
  return credits.every((grant) => grant.quantity - grant.revoked <= creditsLeft);
}

/** For a price of ours, or of a subscription that is ours: not another business's money from the same provider account. */
function isOurs({ sku, subscription }: Refundable): boolean {
  return sku !== null || (subscription !== null && subscription.origin !== 'foreign');
}

/**
 * Money that was credited is not there to be refunded: to a newer payment, which must be refunded first, or to the
 * customer's balance.
 */
function creditBlock(payment: Refundable, invoices: readonly LedgerInvoice[]): RefundBlock | null {
  const own = invoices.find((invoice) => isOf(invoice, payment));
  if (own === undefined) return null;
  const { spans, credited } = coverageOf(invoices);
  const built = spans.some(
    ({ invoices: [seller, ...basis], standing }) =>
      basis.includes(own.externalId) && !isTakenBack(standing) && collectedMoney(seller, invoices),
  );
  if (built) return 'newer-payment';
  return (credited.get(own.externalId) ?? 0n) > 0n ? 'credited' : null;
}

function collectedMoney(seller: string | undefined, invoices: readonly LedgerInvoice[]): boolean {
  return invoices.some(({ externalId, total }) => externalId === seller && total > 0n);
}
