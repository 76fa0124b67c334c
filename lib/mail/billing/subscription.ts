import { z } from 'zod';
import { formatMoney } from '@/lib/billing/money';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { accountButton, dayOf, type Facts, nameOf, type Words } from './common';

const of = z.object({ subscriptionId: z.string(), at: z.string().optional(), from: z.string().optional() });

async function subscriptionOf(facts: Facts) {
  const { subscriptionId, at, from } = of.parse(facts.data);
  return { at, from, row: await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } }) };
}

/** Null when the trial has ended or will not become a payment: there is nothing to warn of. */
export async function trialEnding(facts: Facts): Promise<Words | null> {
  const { row, at } = await subscriptionOf(facts);
  if (row.status !== 'trialing' || row.cancelAt !== null || row.trialEnd === null) return null;
  if (row.trialEnd.toISOString() !== at || row.trialEnd <= (await businessNow())) return null;
  return {
    subject: `Your trial ends on ${dayOf(row.trialEnd)}`,
    lines: [
      `On ${dayOf(row.trialEnd)} your trial of ${nameOf(row.sku)} ends and we charge ${formatMoney(row.amount, row.currency)} to your card.`,
      'To keep everything, do nothing. If it is not for you, cancel before that day and pay nothing.',
    ],
    button: accountButton(),
  };
}

/** Null when it will not renew on that day after all. */
export async function renewing(facts: Facts): Promise<Words | null> {
  const { row, at } = await subscriptionOf(facts);
  if (row.status !== 'active' || row.cancelAt !== null || row.periodEnd === null) return null;
  if (row.periodEnd.toISOString() !== at || row.periodEnd <= (await businessNow())) return null;
  return {
    subject: `${nameOf(row.sku)} renews on ${dayOf(row.periodEnd)}`,
    lines: [
      `On ${dayOf(row.periodEnd)} ${nameOf(row.sku)} renews for a year, for ${formatMoney(row.amount, row.currency)}.`,
      'You can change or cancel it on your account page.',
    ],
    button: accountButton(),
  };
}

export async function cancelled(facts: Facts): Promise<Words | null> {
  const { row } = await subscriptionOf(facts);
  if (row.cancelAt === null) return null;
  return {
    subject: `${nameOf(row.sku)} is cancelled`,
    lines: [
      `You keep everything until ${dayOf(row.cancelAt)}. We will not charge you again.`,
      'If you change your mind before that day, one click on your account page brings it back.',
    ],
    button: accountButton('Keep my plan'),
  };
}

export async function cancelUndone(facts: Facts): Promise<Words | null> {
  const { row } = await subscriptionOf(facts);
  if (row.cancelAt !== null || row.status === 'ended') return null;
  const next = row.periodEnd === null ? '' : ` The next payment is on ${dayOf(row.periodEnd)}.`;
  return {
    subject: `${nameOf(row.sku)} goes on`,
    lines: [`Your cancellation is undone and nothing changes.${next}`],
    button: accountButton(),
  };
}

export async function planChanged(facts: Facts): Promise<Words> {
  const { row, from } = await subscriptionOf(facts);
  return {
    subject: `You are on ${nameOf(row.sku)} now`,
    lines: [
      `Your plan changed from ${nameOf(from ?? null)} to ${nameOf(row.sku)}, for ${formatMoney(row.amount, row.currency)} a period.`,
    ],
    button: accountButton(),
  };
}

export async function ended(facts: Facts): Promise<Words> {
  const { row } = await subscriptionOf(facts);
  const unpaid = row.endReason === 'unpaid';
  return {
    subject: `${nameOf(row.sku)} has ended`,
    lines: [
      unpaid
        ? 'We could not collect the payment for your subscription, so it has ended. Nothing more will be charged.'
        : 'Your subscription has ended. Nothing more will be charged.',
      'Your data is still there. You can come back any time.',
    ],
    button: accountButton(),
  };
}
