import { z } from 'zod';
import { planOf } from '@/lib/billing/catalog/plans';
import { db } from '@/lib/db';
import { momentOf, moneyOf, nameOf, type Reference } from './common';

const ofPayment = z.object({ paymentId: z.string() });
const ofRefund = z.object({ refundId: z.string() });
const ofDispute = z.object({ disputeId: z.string() });
const ofSubscription = z.object({ subscriptionId: z.string() });

function paymentOf(reference: Reference) {
  const { paymentId } = ofPayment.parse(reference);
  return db().payment.findUniqueOrThrow({ where: { id: paymentId } });
}

/** Null, as everything here, for a payment that isn't ours: another business writes about its own. */
export async function receipt(reference: Reference) {
  const { sku, quantity, amount, tax, currency, provider, paidAt, createdAt, cardLast4 } = await paymentOf(reference);
  if (sku === null) return null;
  return {
    what: nameOf(sku, quantity),
    amount: moneyOf(amount, currency, provider),
    tax: tax > 0n ? moneyOf(tax, currency, provider) : null,
    paidAt: (paidAt ?? createdAt).toISOString(),
    cardLast4,
  };
}

export async function refund(reference: Reference) {
  const { refundId } = ofRefund.parse(reference);
  const { amount, currency, payment } = await db().refund.findUniqueOrThrow({
    where: { id: refundId },
    include: { payment: true },
  });
  if (payment.sku === null) return null;
  return {
    what: nameOf(payment.sku, payment.quantity),
    amount: moneyOf(amount, currency, payment.provider),
    paid: moneyOf(payment.amount, payment.currency, payment.provider),
  };
}

/** Null once it arrived after all. */
export async function refundFailed(reference: Reference) {
  const { refundId } = ofRefund.parse(reference);
  const { amount, currency, status, payment } = await db().refund.findUniqueOrThrow({
    where: { id: refundId },
    include: { payment: true },
  });
  if (status !== 'failed' || payment.sku === null) return null;
  return { what: nameOf(payment.sku, payment.quantity), amount: moneyOf(amount, currency, payment.provider) };
}

/** Null once the bank has decided. */
export async function disputeOpened(reference: Reference) {
  const { disputeId } = ofDispute.parse(reference);
  const { amount, currency, status, payment } = await db().dispute.findUniqueOrThrow({
    where: { id: disputeId },
    include: { payment: true },
  });
  if (status !== 'open' || payment.sku === null) return null;
  // What was bought once and is not Lifetime are credits, which are on hold.
  const readOnly = payment.subscriptionId !== null || planOf(payment.sku) !== null;
  return { what: nameOf(payment.sku, payment.quantity), amount: moneyOf(amount, currency, payment.provider), readOnly };
}

export async function duplicateSubscription(reference: Reference) {
  const { subscriptionId } = ofSubscription.parse(reference);
  const { sku, quantity } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return { what: nameOf(sku, quantity) };
}

export async function secondLifetime(reference: Reference) {
  const { amount, currency, provider } = await paymentOf(reference);
  return { amount: moneyOf(amount, currency, provider) };
}

export async function lifetimeReplaces(reference: Reference) {
  const { subscriptionId } = ofSubscription.parse(reference);
  const { origin, sku, quantity, paidUntil } = await db().subscription.findUniqueOrThrow({
    where: { id: subscriptionId },
  });
  if (origin === 'foreign') return null;
  return { what: nameOf(sku, quantity), until: momentOf(paidUntil) };
}
