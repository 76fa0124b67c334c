import { z } from 'zod';
import { formatMoney } from '@/lib/billing/money';
import { isSku, offerOf } from '@/lib/billing/plans';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Email } from '@/lib/generated/prisma/client';
import { letter, type Rendered } from './letter';

const ofPayment = z.object({ paymentId: z.string() });
const ofRefund = z.object({ refundId: z.string() });
const ofSubscription = z.object({ subscriptionId: z.string() });

/** The words of one mail of the outbox, from the ledger; null when there is nothing (left) to say. */
export async function renderFact(mail: Email, name: string | null): Promise<Rendered | null> {
  const account = { label: 'Open your account', href: `${env().appUrl}/account` };
  switch (mail.kind) {
    case 'receipt': {
      const payment = await paid(mail);
      return letter({
        subject: `Receipt: ${payment.what}, ${payment.money}`,
        name,
        lines: [
          `Thank you. We received ${payment.money} for ${payment.what} on ${day(payment.at)}${payment.card}.`,
          'The invoice is on your account page.',
        ],
        button: account,
      });
    }
    case 'refund': {
      const { refundId } = ofRefund.parse(mail.data);
      const refund = await db().refund.findUniqueOrThrow({ where: { id: refundId } });
      const money = formatMoney(refund.amount, refund.currency);
      return letter({
        subject: `Refund: ${money}`,
        name,
        lines: [`We sent ${money} back to you. It can take five to ten days until your bank shows it.`],
        button: account,
      });
    }
    case 'duplicate-subscription': {
      const { subscriptionId } = ofSubscription.parse(mail.data);
      const { sku } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
      return letter({
        subject: 'You subscribed twice; we undid the second one',
        name,
        lines: [
          `Two subscriptions were bought. The earlier one goes on. The second one, ${nameOf(sku, 1)}, is cancelled, and what you paid for it goes back to your card.`,
        ],
        button: account,
      });
    }
    case 'second-lifetime': {
      const payment = await paid(mail);
      return letter({
        subject: 'You already own Lifetime; the second payment goes back',
        name,
        lines: [`You own Lifetime already. The ${payment.money} you paid a second time go back to your card.`],
        button: account,
      });
    }
    case 'lifetime-replaces':
      return letter({
        subject: 'Lifetime replaces your subscription',
        name,
        lines: ['Pro is yours for good. Your subscription ends with the period you have paid for and will not renew.'],
        button: account,
      });
    default:
      throw new Error(`No words for a mail of kind ${mail.kind}`);
  }
}

async function paid(mail: Email) {
  const { paymentId } = ofPayment.parse(mail.data);
  const payment = await db().payment.findUniqueOrThrow({ where: { id: paymentId } });
  return {
    what: nameOf(payment.sku, payment.quantity),
    money: formatMoney(payment.amount, payment.currency),
    at: payment.paidAt ?? payment.createdAt,
    card: payment.cardLast4 === null ? '' : `, card ending in ${payment.cardLast4}`,
  };
}

function nameOf(sku: string | null, quantity: number): string {
  const name = sku !== null && isSku(sku) ? offerOf(sku).name : 'your purchase';
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

function day(date: Date): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
