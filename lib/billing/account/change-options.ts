import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import { type Interval, offerOf, SKUS, type SubscriptionOffer } from '../catalog/plans';
import { type Currency, isCurrency } from '../money';
import type { Provider } from '../types';
import { changeable, seatPrice, seatsIn, whenOf } from './change';

export interface ChangeOption {
  readonly plan: SubscriptionOffer['plan'];
  readonly interval: Interval;
  readonly name: string;
  /** Minor units a period. */
  readonly amount: bigint;
  readonly when: 'now' | 'period_end';
  readonly seats: number;
}

export interface ChangeOptions {
  readonly from: Pick<SubscriptionOffer, 'plan' | 'name' | 'interval'>;
  readonly provider: Provider;
  /** How many there are and may be, with the minor units of each; null for a plan for one person. */
  readonly seats: { readonly now: number; readonly max: number; readonly each: bigint } | null;
  readonly currency: Currency;
  /** When a change for the end of the period would happen; of a trial, its end. */
  readonly periodEnd: Date | null;
  readonly trial: boolean;
  readonly options: readonly ChangeOption[];
}

/**
 * The plans a customer may change to, at the prices of their provider and currency. Makes no provider calls.
 * Raises billing/no-subscription, billing/not-changeable or billing/change-planned (409).
 */
export async function changeOptions(workspaceId: string): Promise<ChangeOptions> {
  const { held, from } = await changeable(workspaceId);
  const { provider, mode, currency } = held;
  if (!isCurrency(currency)) throw appError('billing/not-changeable');
  const prices = await db().providerPrice.findMany({ where: { provider, mode, currency, active: true } });
  const each = await seatPrice(held);
  const trial = held.status === 'trialing';
  const options = SKUS.flatMap((sku): ChangeOption[] => {
    const to = offerOf(sku);
    const price = prices.find((row) => row.sku === sku);
    if (to.kind !== 'subscription' || !to.onSale || sku === held.sku || price === undefined) return [];
    const { plan, interval, name } = to;
    const seats = seatsIn(to, held);
    const amount = price.amount * BigInt(seats);
    return [{ plan, interval, name, amount, seats, when: whenOf(held, from, to, seats) }];
  });
  return {
    from: { plan: from.plan, name: from.name, interval: from.interval },
    provider,
    seats: from.maxSeats > 1 ? { now: held.quantity, max: from.maxSeats, each: each?.amount ?? 0n } : null,
    currency,
    periodEnd: trial ? held.trialEnd : held.periodEnd,
    trial,
    options,
  };
}
