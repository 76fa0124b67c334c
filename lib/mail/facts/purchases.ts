import { z } from 'zod';
import { db } from '@/lib/db';
import { momentOf, moneyOf, nameOf, type Reference } from './common';

const ofPayment = z.object({ paymentId: z.string() });
const ofRefund = z.object({ refundId: z.string() });
const ofSubscription = z.object({ subscriptionId: z.string() });

function paymentOf(reference: Reference) {
  const { paymentId } = ofPayment.parse(reference);
  return db().payment.findUniqueOrThrow({ where: { id: paymentId } });
}

export async function receipt(reference: Reference) {
  const { sku, quantity, amount, tax, currency, paidAt, createdAt, cardLast4 } = await paymentOf(reference);
  return {
    what: nameOf(sku, quantity),
    amount: moneyOf(amount, currency),
    tax: tax > 0n ? moneyOf(tax, currency) : null,
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
  return {
    what: nameOf(payment.sku, payment.quantity),
    amount: moneyOf(amount, currency),
    paid: moneyOf(payment.amount, payment.currency),
  };
}

export async function duplicateSubscription(reference: Reference) {
  const { subscriptionId } = ofSubscription.parse(reference);
  const { sku, quantity } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return { what: nameOf(sku, quantity) };
}

export async function secondLifetime(reference: Reference) {
  const { amount, currency } = await paymentOf(reference);
  return { amount: moneyOf(amount, currency) };
}

export async function lifetimeReplaces(reference: Reference) {
  const { subscriptionId } = ofSubscription.parse(reference);
  const { sku, quantity, paidUntil } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return { what: nameOf(sku, quantity), until: momentOf(paidUntil) };
}
