import type { Payment } from '@/lib/generated/prisma/client';
import { refundedOf } from '../facts';
import { isSku, offerOf } from '../plans';
import type { LedgerContext } from './context';
import { planOperation } from './operation';
import { putEmail } from './outbox';

/**
 * What a one-time payment opens, once for each payment and SKU, and what its refunds take back again:
 * Lifetime on a full refund, credits in proportion. A lost dispute takes everything.
 */
export async function writeGrant(context: LedgerContext, payment: Payment): Promise<void> {
  if (payment.sku === null || !isSku(payment.sku) || payment.subscriptionId !== null) return;
  const offer = offerOf(payment.sku);
  if (offer.lane === 'subscription') return;
  const { tx, mode } = context;
  const quantity = offer.lane === 'credits' ? offer.credits * payment.quantity : 1;
  const granted = await tx.grant.createMany({
    data: [{ userId: payment.userId, paymentId: payment.id, mode, sku: payment.sku, quantity }],
    skipDuplicates: true,
  });
  await tx.grant.updateMany({
    where: { paymentId: payment.id, sku: payment.sku },
    data: { revoked: await takenBack(context, payment, quantity) },
  });
  if (granted.count === 1 && offer.lane === 'lifetime') await onLifetime(context, payment);
}

async function takenBack({ tx }: LedgerContext, payment: Payment, quantity: number): Promise<number> {
  const refunds = await tx.refund.findMany({
    where: { paymentId: payment.id },
    select: { status: true, amount: true },
  });
  const lost = await tx.dispute.count({ where: { paymentId: payment.id, status: 'lost' } });
  if (lost > 0) return quantity;
  if (payment.amount === 0n) return 0;
  return Number((BigInt(quantity) * refundedOf(refunds)) / payment.amount);
}

/** Lifetime ends the subscription it replaces at its period's end; a second Lifetime is given back. */
async function onLifetime(context: LedgerContext, payment: Payment): Promise<void> {
  const { tx, mode, owner } = context;
  const earlier = await tx.grant.count({
    where: { userId: owner.userId, mode, sku: 'lifetime', paymentId: { not: payment.id }, revoked: 0 },
  });
  if (earlier > 0) {
    await planOperation(context, {
      kind: 'refund',
      key: `refund:${payment.id}`,
      provider: payment.provider,
      params: { paymentExternalId: payment.externalId },
    });
    await putEmail(context, 'second-lifetime', `second-lifetime:${payment.id}`, { paymentId: payment.id });
    return;
  }
  const held = await tx.subscription.findFirst({ where: { userId: owner.userId, mode, holdsSlot: true } });
  if (held === null || held.cancelAt !== null) return;
  await planOperation(context, {
    kind: 'schedule-cancel',
    key: `schedule-cancel:${held.id}:${payment.id}`,
    provider: held.provider,
    params: { subscriptionExternalId: held.externalId },
  });
  await putEmail(context, 'lifetime-replaces', `lifetime-replaces:${payment.id}`, { subscriptionId: held.id });
}
