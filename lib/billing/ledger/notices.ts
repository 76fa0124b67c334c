import type { Subscription } from '@/lib/generated/prisma/client';
import { storedCoverage } from '../access/stored-coverage';
import type { LedgerContext } from './context';
import { putEmail } from './email';
import { secondTrialKey } from './trial';

const DAY = 86_400_000;
const TRIAL_NOTICE_DAYS = 3;
const RENEWAL_NOTICE_DAYS = 7;
/** Renewals of intervals this long are announced; customers expect shorter ones. */
const LONG_INTERVAL_DAYS = 180;
/** Two notices; only the second if the first would come just before it or later. */
const CARD_NOTICE_DAYS = [30, 7] as const;

/** Emails the customer what changed about a subscription of ours, and plans the advance notices. */
export async function putNotices(
  context: LedgerContext,
  before: Subscription | null,
  after: Subscription,
): Promise<void> {
  if (after.origin === 'foreign') return tellForeign(context, before, after);
  await putAhead(context, after);
  if (before === null || before.origin === 'foreign' || after.duplicateOf !== null) return;
  await tellCancellation(context, before, after);
  await tellChange(context, before, after);
  if (after.status === 'ended' && before.status !== 'ended' && !(await isSecondTrial(context, after))) {
    await putEmail(context, 'ended', `ended:${after.id}`, { subscriptionId: after.id });
  }
}

/** Another business writes about its own contracts. One that was ours until it ended was our customer's plan. */
async function tellForeign(context: LedgerContext, before: Subscription | null, after: Subscription): Promise<void> {
  if (before === null || before.origin === 'foreign' || after.duplicateOf !== null) return;
  const from = heldOf(before);
  if (after.status !== 'ended' || before.status === 'ended' || from === null) return;
  await putEmail(context, 'ended', `ended:${after.id}`, { subscriptionId: after.id, from });
}

async function putAhead(context: LedgerContext, after: Subscription): Promise<void> {
  const { id, status, trialEnd, periodEnd } = after;
  // A moved charge of a paying customer isn't the end of a trial.
  if (status === 'trialing' && trialEnd !== null && storedCoverage(after.coverage).spans.length === 0) {
    const at = trialEnd.toISOString();
    await ahead(context, 'trial-ending', `trial-ending:${id}:${at}`, { id, at: trialEnd, days: TRIAL_NOTICE_DAYS });
  }
  if ((status !== 'active' && status !== 'trialing') || periodEnd === null) return;
  const at = periodEnd.toISOString();
  if (status === 'active' && isLongInterval(after)) {
    await ahead(context, 'renewing', `renewing:${id}:${at}`, { id, at: periodEnd, days: RENEWAL_NOTICE_DAYS });
  }
  if (after.collection === 'automatic' && after.cardExpires !== null && after.cardExpires <= periodEnd) {
    const card = cardOf(after.cardLast4, after.cardExpires);
    const key = `card-expiring:${id}:${at}:${card}`;
    const daysLeft = (periodEnd.getTime() - context.now.getTime()) / DAY;
    for (const days of CARD_NOTICE_DAYS.filter((days) => daysLeft > (days === 30 ? 7 : 0))) {
      await ahead(context, 'card-expiring', `${key}:${days}`, { id, at: periodEnd, days, card });
    }
  }
}

/** Which card a warning is about: its last digits, and the month after its last one. */
export function cardOf(last4: string | null, expires: Date): string {
  return `${last4}:${expires.toISOString().slice(0, 7)}`;
}

async function tellCancellation(context: LedgerContext, before: Subscription, after: Subscription): Promise<void> {
  const was = before.cancelAt?.toISOString();
  const is = after.cancelAt?.toISOString();
  if (after.status === 'ended') return;
  if (is !== undefined && was !== is && !(await isReplaced(context, after))) {
    const data = { subscriptionId: after.id, at: is, moved: was !== undefined };
    await putEmail(context, 'canceled', `canceled:${after.id}:${is}:${context.ticket}`, data);
  }
  if (was !== undefined && is === undefined) {
    const data = { subscriptionId: after.id };
    await putEmail(context, 'cancel-undone', `cancel-undone:${after.id}:${was}:${context.ticket}`, data);
  }
}

/** A change of plan or seats: applied, scheduled, or canceled. */
async function tellChange(context: LedgerContext, before: Subscription, after: Subscription): Promise<void> {
  const tell = (kind: 'change-planned' | 'change-undone' | 'plan-changed', data: { from?: Held; to?: Held }) =>
    putEmail(context, kind, `${kind}:${after.id}:${context.ticket}`, { subscriptionId: after.id, ...data });
  const [was, is] = [heldOf(before), heldOf(after)];
  if (!same(was, is) && was !== null && is !== null) return tell('plan-changed', { from: was, to: is });
  const [planned, plans] = [pendingOf(before), pendingOf(after)];
  if (same(planned, plans)) return;
  if (plans !== null) return tell('change-planned', { to: plans });
  // A cancellation also drops a scheduled change, and its own email is enough.
  if (planned !== null && after.cancelAt === null && after.status !== 'ended') {
    return tell('change-undone', { from: planned });
  }
}

/** A plan and quantity, current or scheduled. */
type Held = { readonly sku: string; readonly quantity: number };

function heldOf({ sku, quantity }: Subscription): Held | null {
  return sku === null ? null : { sku, quantity };
}

function pendingOf({ pendingSku: sku, pendingQuantity, quantity }: Subscription): Held | null {
  return sku === null ? null : { sku, quantity: pendingQuantity ?? quantity };
}

function same(a: Held | null, b: Held | null): boolean {
  return a?.sku === b?.sku && a?.quantity === b?.quantity;
}

/** Ended by Lifetime, which has its own email. */
async function isReplaced({ tx }: LedgerContext, { id }: Subscription): Promise<boolean> {
  return (await tx.email.count({ where: { key: `lifetime-replaces:${id}` } })) > 0;
}

/** We canceled it, and a separate email explained why. */
async function isSecondTrial({ tx }: LedgerContext, { id }: Subscription): Promise<boolean> {
  return (await tx.email.count({ where: { key: secondTrialKey(id) } })) > 0;
}

/** A notice sent some days before a date, or now if the date is closer than that. The date is part of the key. */
async function ahead(
  context: LedgerContext,
  kind: 'trial-ending' | 'renewing' | 'card-expiring',
  key: string,
  { id, at, days, ...about }: { id: string; at: Date; days: number; card?: string },
): Promise<void> {
  const due = new Date(Math.max(at.getTime() - days * DAY, context.now.getTime()));
  await putEmail(context, kind, key, { subscriptionId: id, at: at.toISOString(), ...about }, due);
}

const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const;

/** By the contract's own interval: a price made by hand may have another one than ours. */
function isLongInterval({ interval, intervalCount }: Subscription): boolean {
  return interval !== null && DAYS[interval] * (intervalCount ?? 1) >= LONG_INTERVAL_DAYS;
}
