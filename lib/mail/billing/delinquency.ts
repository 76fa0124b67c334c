import { z } from 'zod';
import { formatMoney } from '@/lib/billing/money';
import { db } from '@/lib/db';
import { accountButton, dayOf, type Facts, nameOf, type Words } from './common';

const ofCase = z.object({ caseId: z.string() });
const ofSubscription = z.object({ subscriptionId: z.string() });

/** The open case; null once it is closed, and then there is nothing to say. */
async function openCase(facts: Facts) {
  const { caseId } = ofCase.parse(facts.data);
  const found = await db().delinquencyCase.findUniqueOrThrow({
    where: { id: caseId },
    include: { subscription: { include: { payments: { orderBy: { createdAt: 'desc' }, take: 1 } } } },
  });
  if (found.state !== 'open') return null;
  const { subscription } = found;
  return {
    ...found,
    what: nameOf(subscription.sku),
    money: formatMoney(subscription.amount, subscription.currency),
    card: subscription.payments[0]?.cardLast4 ?? null,
  };
}

export async function paymentFailed(facts: Facts): Promise<Words | null> {
  const found = await openCase(facts);
  if (found === null) return null;
  const card = found.card === null ? 'your card' : `your card ending in ${found.card}`;
  const why =
    found.declineClass === 'hard'
      ? `${card} can no longer be used. Please add another one.`
      : `${card} was declined. We will try again; adding another card fixes it at once.`;
  return {
    subject: `We could not collect ${found.money} for ${found.what}`,
    lines: [
      `The payment of ${found.money} for ${found.what} did not go through: ${why}`,
      `Nothing changes until ${dayOf(found.graceEndsAt)}.`,
    ],
    button: accountButton('Fix my payment'),
  };
}

export async function actionRequired(facts: Facts): Promise<Words | null> {
  const found = await openCase(facts);
  if (found === null) return null;
  return {
    subject: `Please confirm your payment of ${found.money}`,
    lines: [`Your bank wants you to confirm the payment of ${found.money} for ${found.what}. It takes a minute.`],
    button: accountButton('Confirm my payment'),
  };
}

export async function accessLimited(facts: Facts): Promise<Words | null> {
  const found = await openCase(facts);
  if (found === null) return null;
  return {
    subject: `${found.what} is read-only until it is paid`,
    lines: [
      `We still could not collect ${found.money}. You can look at everything and export it, but not change it.`,
      'A working card opens everything again, at once.',
    ],
    button: accountButton('Fix my payment'),
  };
}

export async function finalNotice(facts: Facts): Promise<Words | null> {
  const found = await openCase(facts);
  if (found === null) return null;
  return {
    subject: `${found.what} ends on ${dayOf(found.exhaustsAt)}`,
    lines: [
      `If ${found.money} is not paid by ${dayOf(found.exhaustsAt)}, your subscription ends. Nothing more is charged then.`,
    ],
    button: accountButton('Keep my plan'),
  };
}

export async function recovered(facts: Facts): Promise<Words> {
  const { subscriptionId } = ofSubscription.parse(facts.data);
  const { sku } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return {
    subject: 'Your payment went through',
    lines: [`Thank you. ${nameOf(sku)} is paid and everything is open again.`],
    button: accountButton(),
  };
}
