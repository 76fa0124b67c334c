import type { Dispute, Payment, Refund } from '@/lib/generated/prisma/client';
import { recordFact } from './billing-fact';
import type { LedgerContext } from './context';

/** The data a fact holds about its payment. `amount` is overridden where a different amount is meant. */
function dataOf({ id, externalId, subscriptionId, sku, quantity, amount, currency }: Payment) {
  return { paymentId: id, externalId, subscriptionId, sku, quantity, amount, currency };
}

/** Whether a payment of ours succeeded or failed since the last sync. A payment that became ours later counts too. */
export async function isNews(context: LedgerContext, before: Payment | null, after: Payment): Promise<boolean> {
  if (after.sku === null) return false;
  if (before !== null && before.status === after.status && before.sku !== null) return false;
  return !(await isOlderThanAdoption(context, before, after));
}

/**
 * Whether a payment that the ledger knew already is ours since this sync, so that its refunds and disputes are news to
 * its customer. What happened before an operator adopted its contract isn't.
 */
export async function isNewlyOurs(context: LedgerContext, before: Payment | null, after: Payment): Promise<boolean> {
  if (before === null || before.sku !== null || after.sku === null) return false;
  return !(await isOlderThanAdoption(context, before, after));
}

/** Payments made before an operator adopted the contract belong to the other business; we record no facts for them. */
async function isOlderThanAdoption(
  { tx, provider, mode }: LedgerContext,
  before: Payment | null,
  { subscriptionId, paidAt, createdAt }: Payment,
): Promise<boolean> {
  if (before === null || before.sku !== null || subscriptionId === null) return false;
  const { externalId } = await tx.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  const adopted = await tx.adoptedContract.findUnique({
    where: { provider_mode_externalId: { provider, mode, externalId } },
  });
  return adopted !== null && (paidAt ?? createdAt) <= adopted.createdAt;
}

/** Records that a payment of ours succeeded or failed if that is new: once each, whatever later syncs see. */
export function recordPaymentFact(context: LedgerContext, after: Payment): void {
  if (after.status === 'succeeded' && after.amount > 0n) {
    const at = after.paidAt ?? after.createdAt;
    recordFact(context, 'payment.succeeded', after.externalId, { ...dataOf(after), tax: after.tax }, at);
  }
  if (after.status === 'failed') {
    const data = { ...dataOf(after), failureCode: after.failureCode };
    recordFact(context, 'payment.failed', after.externalId, data);
  }
}

/** Records a refund that reached the customer's bank; `amount` is the refunded amount. */
export function recordRefundFact(
  context: LedgerContext,
  payment: Payment,
  before: Pick<Refund, 'status'> | null,
  { id, externalId, status, amount, currency }: Refund,
): void {
  if (payment.sku === null || status !== 'succeeded' || before?.status === 'succeeded') return;
  const data = { ...dataOf(payment), amount, currency, refundId: id, refundExternalId: externalId };
  recordFact(context, 'payment.refunded', externalId, data);
}

/** Records a dispute that took money (an inquiry takes none); `amount` is the disputed amount. */
export function recordDisputeFact(
  context: LedgerContext,
  payment: Payment,
  before: Pick<Dispute, 'status'> | null,
  { id, externalId, status, amount, currency, reason, evidenceDueAt, createdAt }: Dispute,
): void {
  if (payment.sku === null || status === 'inquiry' || (before !== null && before.status !== 'inquiry')) return;
  const due = evidenceDueAt?.toISOString() ?? null;
  const dispute = { disputeId: id, disputeExternalId: externalId, reason, evidenceDueAt: due };
  const data = { ...dataOf(payment), amount, currency, ...dispute };
  recordFact(context, 'dispute.opened', externalId, data, createdAt);
}
