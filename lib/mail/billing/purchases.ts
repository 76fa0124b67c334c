import { z } from 'zod';
import { formatMoney } from '@/lib/billing/money';
import { db } from '@/lib/db';
import { accountButton, dayOf, type Facts, nameOf, type Words } from './common';

const ofPayment = z.object({ paymentId: z.string() });
const ofRefund = z.object({ refundId: z.string() });
const ofSubscription = z.object({ subscriptionId: z.string() });

async function paid(facts: Facts) {
  const { paymentId } = ofPayment.parse(facts.data);
  const payment = await db().payment.findUniqueOrThrow({ where: { id: paymentId } });
  return {
    what: nameOf(payment.sku, payment.quantity),
    money: formatMoney(payment.amount, payment.currency),
    at: payment.paidAt ?? payment.createdAt,
    card: payment.cardLast4 === null ? '' : `, card ending in ${payment.cardLast4}`,
  };
}

export async function receipt(facts: Facts): Promise<Words> {
  const payment = await paid(facts);
  return {
    subject: `Receipt: ${payment.what}, ${payment.money}`,
    lines: [
      `Thank you. We received ${payment.money} for ${payment.what} on ${dayOf(payment.at)}${payment.card}.`,
      'You find all your payments on your account page.',
    ],
    button: accountButton(),
  };
}

export async function refund(facts: Facts): Promise<Words> {
  const { refundId } = ofRefund.parse(facts.data);
  const row = await db().refund.findUniqueOrThrow({ where: { id: refundId } });
  const money = formatMoney(row.amount, row.currency);
  return {
    subject: `Refund: ${money}`,
    lines: [`We sent ${money} back to you. It can take five to ten days until your bank shows it.`],
    button: accountButton(),
  };
}

export async function duplicateSubscription(facts: Facts): Promise<Words> {
  const { subscriptionId } = ofSubscription.parse(facts.data);
  const { sku } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return {
    subject: 'You subscribed twice; we undid the second one',
    lines: [
      `Two subscriptions were bought. The earlier one goes on. The second one, ${nameOf(sku)}, is cancelled, and what you paid for it goes back to your card.`,
    ],
    button: accountButton(),
  };
}

export async function secondLifetime(facts: Facts): Promise<Words> {
  const payment = await paid(facts);
  return {
    subject: 'You already own Lifetime; the second payment goes back',
    lines: [`You own Lifetime already. The ${payment.money} you paid a second time go back to your card.`],
    button: accountButton(),
  };
}

export async function lifetimeReplaces(): Promise<Words> {
  return {
    subject: 'Lifetime replaces your subscription',
    lines: ['Pro is yours for good. Your subscription ends with the period you have paid for and will not renew.'],
    button: accountButton(),
  };
}
