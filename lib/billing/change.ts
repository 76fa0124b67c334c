import { z } from 'zod';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { act, heldSubscription } from './act';
import { isCurrency } from './money';
import { CATALOGUE, isSku, offerOf, PLANS, type SubscriptionOffer, seatsOf } from './plans';
import { driver } from './providers';
import type { ChangePreview } from './providers/contract';
import type { Provider } from './types';

export const changeInput = z.strictObject({
  plan: z.enum(['starter', 'pro']),
  interval: z.enum(['month', 'year']),
  /** Seats; as many as now, as far as the plan allows, where nothing is said. */
  quantity: z.coerce.number().int().min(1).max(10_000).optional(),
});
export type ChangeInput = z.infer<typeof changeInput>;

/** The same as a query, for the page that confirms it. */
export function changeQuery({ plan, interval, quantity }: ChangeInput): string {
  return String(
    new URLSearchParams({ plan, interval, ...(quantity === undefined ? {} : { quantity: `${quantity}` }) }),
  );
}

export interface Change {
  readonly from: SubscriptionOffer;
  readonly to: SubscriptionOffer;
  /** Seats, before and after. */
  readonly seats: { readonly from: number; readonly to: number };
  /** Upgrades at once, for the difference; downgrades when the paid period ends, for nothing now. */
  readonly when: 'now' | 'period_end';
  /** Minor units. Zero at the end of the period. */
  readonly dueNow: bigint;
  /** Minor units in the customer's favour, used up by later invoices. */
  readonly credit: bigint;
  readonly currency: string;
  /** Minor units of every later period. */
  readonly amount: bigint;
  /** When the new plan begins. */
  readonly startsAt: Date;
  /** When `amount` is charged first; null when its first period begins with the change. */
  readonly firstAt: Date | null;
  readonly trial: boolean;
  readonly provider: Provider;
  /** Sent back with the confirmation, so that the charge is reckoned from the same instant as this preview. */
  readonly prorationAt: Date;
}

/** A preview is good for this long, in ms of business time; then the amounts are shown again. */
const PREVIEW_VALID = 10 * 60_000;

/** What changing to another plan would mean, to the cent, before anything happens. */
export async function previewChange(userId: string, input: ChangeInput): Promise<Change> {
  const now = await businessNow();
  const plan = await planned(userId, input);
  const prorationAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const preview = plan.when === 'now' ? await ask(plan, prorationAt) : nothingNow(plan.held);
  const { held, from, to, when, amount, quantity } = plan;
  const trial = held.status === 'trialing';
  const periodEnd = trial ? held.trialEnd : held.periodEnd;
  const startsAt = when === 'now' ? now : (periodEnd ?? now);
  const firstAt = when === 'period_end' || from.interval === to.interval ? periodEnd : null;
  const seats = { from: held.quantity, to: quantity };
  return { from, to, seats, when, amount, ...preview, startsAt, firstAt, trial, provider: held.provider, prorationAt };
}

/**
 * Changes the plan as previewed. Raises billing/preview-expired (409) when the preview is too old,
 * billing/provider-refused (502) when the charge is declined, with the old plan unchanged.
 */
export async function changePlan(userId: string, input: ChangeInput, prorationAt: Date): Promise<void> {
  const now = await businessNow();
  const age = now.getTime() - prorationAt.getTime();
  if (age < -60_000 || age > PREVIEW_VALID) throw appError('billing/preview-expired');
  const { held, when, priceExternalId, quantity } = await planned(userId, input);
  await act({
    userId,
    provider: held.provider,
    kind: when === 'now' ? 'change-now' : 'change-at-period-end',
    key: `change:${held.id}`,
    params: {
      subscriptionExternalId: held.externalId,
      priceExternalId,
      quantity,
      prorationAt: prorationAt.toISOString(),
    },
    actor: `user:${userId}`,
  });
}

/** Takes a change back that has not happened yet. */
export async function undoChange(userId: string): Promise<void> {
  const held = await heldSubscription(userId);
  if (held.pendingSku === null && held.pendingAt === null) return;
  await act({
    userId,
    provider: held.provider,
    kind: 'undo-change',
    key: `undo-change:${held.id}`,
    params: { subscriptionExternalId: held.externalId },
    actor: `user:${userId}`,
  });
}

/**
 * The subscription and its plan, when it is in a state to be changed: running, paid or on trial, not about to end.
 * Raises billing/no-subscription, billing/not-changeable or billing/change-planned (409): one change at a time.
 */
export async function changeable(userId: string): Promise<{ held: Subscription; from: SubscriptionOffer }> {
  const held = await heldSubscription(userId);
  if (held.status !== 'active' && held.status !== 'trialing') throw appError('billing/not-changeable');
  if (held.cancelAt !== null || held.pausesAt !== null) throw appError('billing/not-changeable');
  // At Stripe the planned one would undo this one later, Dodo refuses it (dodo.md §2.4).
  if (held.pendingAt !== null) throw appError('billing/change-planned');
  const from = held.sku !== null && isSku(held.sku) ? offerOf(held.sku) : null;
  if (from?.lane !== 'subscription') throw appError('billing/not-changeable');
  return { held, from };
}

async function planned(userId: string, input: ChangeInput) {
  const { held, from } = await changeable(userId);
  const sku = `${input.plan}_${input.interval}` as const;
  const to: SubscriptionOffer = CATALOGUE[sku];
  const quantity = input.quantity ?? seatsIn(to, held);
  if (quantity > seatsOf(to)) throw appError('request/invalid', { field: 'quantity' });
  if (held.sku === sku && held.quantity === quantity) throw appError('billing/same-plan');
  const price = await db().providerPrice.findFirst({
    where: { provider: held.provider, mode: held.mode, sku, currency: held.currency, active: true },
    select: { externalId: true, amount: true },
  });
  if (price === null || !isCurrency(held.currency)) throw appError('billing/not-changeable');
  const when = whenOf(held, from, to, quantity);
  const { externalId: priceExternalId, amount } = price;
  return { held, from, to, when, quantity, priceExternalId, amount: amount * BigInt(quantity) };
}

/**
 * An upgrade, and more seats, are for now, anything else waits until what is paid has been used. In a trial everything waits for its end:
 * changed before, Dodo ends the trial and charges at once (dodo.md §4.3), and so does Stripe for another interval.
 */
export function whenOf(held: Subscription, from: SubscriptionOffer, to: Target, seats: number): 'now' | 'period_end' {
  if (held.status === 'trialing' || seats < held.quantity) return 'period_end';
  const samePlan = from.plan === to.plan && from.interval === to.interval;
  return samePlan || isUpgrade(from, to) ? 'now' : 'period_end';
}

/** The seats a subscription would have in another plan: those it has, as far as that plan allows. */
export function seatsIn(to: SubscriptionOffer, { quantity }: Pick<Subscription, 'quantity'>): number {
  return Math.min(quantity, seatsOf(to));
}

type Target = Pick<SubscriptionOffer, 'plan' | 'interval'>;

/** A better plan, or the same for longer. */
function isUpgrade(from: SubscriptionOffer, to: Target): boolean {
  const rank = PLANS[to.plan].rank - PLANS[from.plan].rank;
  return rank > 0 ? !(from.interval === 'year' && to.interval === 'month') : rank === 0 && to.interval === 'year';
}

function nothingNow({ currency }: Subscription): ChangePreview {
  return { dueNow: 0n, credit: 0n, currency };
}

async function ask(
  { held, priceExternalId, quantity }: { held: Subscription; priceExternalId: string; quantity: number },
  prorationAt: Date,
): Promise<ChangePreview> {
  try {
    return await driver(held.provider).previewChange({
      subscriptionExternalId: held.externalId,
      priceExternalId,
      quantity,
      prorationAt,
    });
  } catch (error) {
    log().error({ err: error, subscription: held.id }, 'change not previewed');
    throw appError('billing/provider-unavailable');
  }
}
