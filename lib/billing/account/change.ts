import { z } from 'zod';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { wholeNumber } from '@/lib/http/whole-number';
import { log } from '@/lib/log';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { seatsTaken } from '@/lib/workspaces/seats-taken';
import { INTERVAL_KEYS, isLonger } from '../catalog/intervals';
import { isSku, offerOf, PLAN_KEYS, PLANS, type SubscriptionOffer, skuOfPlan } from '../catalog/plans';
import { storedItems } from '../ledger/contract';
import { isCurrency } from '../money';
import { actOnContract } from '../operations/act-on-contract';
import { contractShown } from '../operations/contract-shown';
import { currentSubscription } from '../operations/request';
import { signTerms, toDue, verifyTerms } from '../operations/shown-terms';
import { driver } from '../providers';
import type { ChangePreview } from '../providers/requests';
import type { Provider } from '../types';

export const changeInput = z.strictObject({
  plan: z.enum(PLAN_KEYS),
  interval: z.enum(INTERVAL_KEYS),
  /** Seats; as many as now, as far as the plan allows, where nothing is said. */
  quantity: wholeNumber(1, 10_000).optional(),
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
  /** Upgrades take effect now, for the difference; downgrades when the paid period ends, with nothing due now. */
  readonly when: 'now' | 'period_end';
  /** Minor units. Zero at the end of the period. */
  readonly dueNow: bigint;
  /** Account credit in minor units, applied to later invoices. */
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
  /** Whether the amount due now is an estimate, because the provider prorates again when it charges. */
  readonly estimated: boolean;
  /** Sent back with the confirmation: these terms, sealed. */
  readonly terms: string;
}

/**
 * What changing to another plan would mean, to the cent, before anything happens. Raises what `changeable` does, and
 * billing/paid-by-invoice (409).
 */
export async function previewChange(workspaceId: string, input: ChangeInput): Promise<Change> {
  const now = await businessNow();
  const plan = await planned(workspaceId, input);
  const prorationAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const preview = plan.when === 'now' ? await previewAtProvider(plan, prorationAt) : nothingNow(plan.held);
  const { held, from, to, when, amount, quantity, priceExternalId } = plan;
  const terms = signTerms({
    ...{ workspaceId, act: 'change', shownAt: prorationAt.toISOString(), contract: contractShown(held) },
    ...{ due: toDue(preview), to: { priceExternalId, quantity, when } },
  });
  const trial = held.status === 'trialing';
  const periodEnd = trial ? held.trialEnd : held.periodEnd;
  const startsAt = when === 'now' ? now : (periodEnd ?? now);
  const firstAt = when === 'period_end' || from.interval === to.interval ? periodEnd : null;
  const seats = { from: held.quantity, to: quantity };
  const estimated = !driver(held.provider).previewsExactly;
  return {
    from,
    to,
    seats,
    when,
    amount,
    ...preview,
    startsAt,
    firstAt,
    trial,
    provider: held.provider,
    estimated,
    terms,
  };
}

/**
 * Changes the plan as the page showed it. `shown` is what it sealed. Raises billing/preview-expired (409) when anything of
 * it is different by now or it is too old, billing/provider-refused (502) when the charge is declined, with the old plan
 * unchanged.
 */
export async function changePlan(actor: Actor, input: ChangeInput, shown: string): Promise<void> {
  const terms = verifyTerms(shown, actor.workspaceId, 'change', await businessNow());
  const { held, when, priceExternalId, quantity } = await planned(actor.workspaceId, input);
  const { to, shownAt: prorationAt } = terms;
  if (to?.priceExternalId !== priceExternalId || to.quantity !== quantity || to.when !== when)
    throw appError('billing/preview-expired');
  const kind = when === 'now' ? 'change-now' : 'change-at-period-end';
  await actOnContract(held, kind, {
    actor: actorName(actor),
    terms,
    params: { itemExternalId: itemOf(held), priceExternalId, quantity, prorationAt },
    check: (tx) => assertUnused(held, quantity, tx),
  });
}

/** Takes a change back that has not happened yet. Raises billing/no-subscription (409). */
export async function undoChange(actor: Actor): Promise<void> {
  await actOnContract(await currentSubscription(actor.workspaceId), 'undo-change', { actor: actorName(actor) });
}

/**
 * The subscription and its plan, when it is in a state to be changed: running, paid or on trial, not about to end.
 * Raises billing/no-subscription, billing/not-changeable or billing/change-planned (409): one change at a time.
 */
export async function changeable(workspaceId: string): Promise<{ held: Subscription; from: SubscriptionOffer }> {
  const held = await currentSubscription(workspaceId);
  if (held.status !== 'active' && held.status !== 'trialing') throw appError('billing/not-changeable');
  if (held.cancelAt !== null || held.pausesAt !== null) throw appError('billing/not-changeable');
  // At Stripe the planned one would undo this one later; Dodo refuses it (SCHEDULED_PLAN_CHANGE_EXISTS).
  if (held.pendingAt !== null) throw appError('billing/change-planned');
  const from = held.sku !== null && isSku(held.sku) ? offerOf(held.sku) : null;
  if (from?.kind !== 'subscription') throw appError('billing/not-changeable');
  return { held, from };
}

async function planned(workspaceId: string, input: ChangeInput) {
  const { held, from } = await changeable(workspaceId);
  const sku = skuOfPlan(input.plan, input.interval);
  const to = sku === null ? null : offerOf(sku);
  if (sku === null || to?.kind !== 'subscription') throw appError('request/invalid', { field: 'interval' });
  if (!to.onSale && held.sku !== sku) throw appError('request/invalid', { field: 'plan' });
  const quantity = input.quantity ?? seatsIn(to, held);
  if (quantity > to.maxSeats) throw appError('request/invalid', { field: 'quantity' });
  if (held.sku === sku && held.quantity === quantity) throw appError('billing/same-plan');
  await assertUnused(held, quantity);
  const price = held.sku === sku ? await seatPrice(held) : await offeredPrice(held, sku);
  if (price === null || !isCurrency(held.currency)) throw appError('billing/not-changeable');
  const when = whenOf(held, from, to, quantity);
  // Stripe keeps a change pending only where it charges a card (docs.stripe.com/billing/subscriptions/pending-updates).
  if (when === 'now' && held.collection === 'invoice') throw appError('billing/paid-by-invoice');
  const { externalId: priceExternalId, amount } = price;
  return { held, from, to, when, quantity, priceExternalId, amount: amount * BigInt(quantity) };
}

/** Throws workspace/seats-in-use (409) for fewer seats than before and than are taken. */
async function assertUnused({ workspaceId, quantity: before }: Subscription, quantity: number, tx?: Tx): Promise<void> {
  if (quantity < before && quantity < (await seatsTaken(workspaceId, tx))) throw appError('workspace/seats-in-use');
}

interface UnitPrice {
  readonly externalId: string;
  /** Minor units a seat. */
  readonly amount: bigint;
}

/** More seats of the same plan cost what each costs now, also when the plan is sold at another price by now. */
function ownPrice({ items, priceExternalId }: Subscription): UnitPrice | null {
  const item = storedItems(items).find((one) => one.priceExternalId === priceExternalId);
  if (item === undefined || item.quantity < 1) return null;
  return { externalId: priceExternalId, amount: item.amount / BigInt(item.quantity) };
}

/** What one more seat of the current plan costs; today's price when there is no seat to tell. */
export async function seatPrice(held: Subscription): Promise<UnitPrice | null> {
  return ownPrice(held) ?? (held.sku === null ? null : offeredPrice(held, held.sku));
}

async function offeredPrice({ provider, mode, currency }: Subscription, sku: string): Promise<UnitPrice | null> {
  return db().providerPrice.findFirst({
    where: { provider, mode, sku, currency, active: true },
    select: { externalId: true, amount: true },
  });
}

/**
 * An upgrade, and more seats, are for now, anything else waits until what is paid has been used. In a trial everything waits for its end:
 * changed before, Dodo ends the trial and charges immediately, and so does Stripe for another interval.
 */
export function whenOf(held: Subscription, from: SubscriptionOffer, to: Target, seats: number): 'now' | 'period_end' {
  if (held.status === 'trialing' || seats < held.quantity) return 'period_end';
  const samePlan = from.plan === to.plan && from.interval === to.interval;
  return samePlan || isUpgrade(from, to) ? 'now' : 'period_end';
}

/** The seats a subscription would have in another plan: those it has, as far as that plan allows. */
export function seatsIn(to: SubscriptionOffer, { quantity }: Pick<Subscription, 'quantity'>): number {
  return Math.max(1, Math.min(quantity, to.maxSeats));
}

type Target = Pick<SubscriptionOffer, 'plan' | 'interval'>;

/** A better plan for at least as long, or the same for longer. */
function isUpgrade(from: SubscriptionOffer, to: Target): boolean {
  const rank = PLANS[to.plan].rank - PLANS[from.plan].rank;
  return rank > 0 ? !isLonger(from.interval, to.interval) : rank === 0 && isLonger(to.interval, from.interval);
}

function nothingNow({ currency }: Subscription): ChangePreview {
  return { dueNow: 0n, credit: 0n, currency };
}

async function previewAtProvider(
  { held, priceExternalId, quantity }: { held: Subscription; priceExternalId: string; quantity: number },
  prorationAt: Date,
): Promise<ChangePreview> {
  try {
    return await driver(held.provider).previewChange({
      subscriptionExternalId: held.externalId,
      itemExternalId: itemOf(held),
      priceExternalId,
      quantity,
      prorationAt,
    });
  } catch (error) {
    log().error({ err: error, subscription: held.id }, 'change not previewed');
    throw appError('billing/provider-unavailable');
  }
}

/** The provider's id of the item that is ours. */
function itemOf({ items, priceExternalId }: Subscription): string {
  const own = storedItems(items).find((item) => item.priceExternalId === priceExternalId);
  if (own === undefined) throw appError('billing/not-changeable');
  return own.externalId;
}
