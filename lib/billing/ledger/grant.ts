import type { Payment } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import { givenBackOf } from '../access/payment-standing';
import { isSku, offerOf } from '../catalog/plans';
import { recordFact } from './billing-fact';
import type { LedgerContext } from './context';
import { endWhatLifetimeReplaces, refundDuplicateLifetime } from './lifetime';

/**
 * What a one-time payment grants, once per payment and SKU, and what its refunds revoke: Lifetime on a full refund,
 * credits proportionally. A lost dispute revokes everything.
 */
export async function writeGrant(context: LedgerContext, payment: Payment): Promise<void> {
  if (payment.sku === null || !isSku(payment.sku) || payment.subscriptionId !== null) return;
  const offer = offerOf(payment.sku);
  if (offer.kind === 'subscription') return;
  const { tx, mode } = context;
  const quantity = offer.kind === 'credits' ? offer.credits * payment.quantity : 1;
  const id = newId();
  const key = { paymentId: payment.id, sku: payment.sku };
  // Not `createMany`, which Prisma plans again each time.
  const grant = await tx.grant.upsert({
    where: { paymentId_sku: key },
    create: { id, ...key, workspaceId: payment.workspaceId, mode, quantity },
    update: key,
    select: { id: true },
  });
  const isNew = grant.id === id;
  await tx.grant.updateMany({
    where: { paymentId: payment.id, sku: payment.sku },
    data: { revoked: await takenBack(context, payment, quantity) },
  });
  if (offer.kind === 'credits' && isNew) {
    const { id: paymentId, externalId, sku } = payment;
    recordFact(context, 'credits.granted', externalId, { sku, credits: quantity, paymentId, externalId });
  }
  if (offer.kind !== 'lifetime') return;
  await refundDuplicateLifetime(context);
  await endWhatLifetimeReplaces(context);
}

async function takenBack({ tx }: LedgerContext, payment: Payment, quantity: number): Promise<number> {
  const refunds = await tx.refund.findMany({
    where: { paymentId: payment.id },
    select: { status: true, amount: true },
  });
  const lost = await tx.dispute.count({ where: { paymentId: payment.id, status: 'lost' } });
  if (lost > 0) return quantity;
  if (payment.amount === 0n) return 0;
  return Number((BigInt(quantity) * givenBackOf({ ...payment, refunds })) / payment.amount);
}
