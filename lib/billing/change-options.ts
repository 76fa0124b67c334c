import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import { changeable, whenOf } from './change';
import { type Currency, isCurrency } from './money';
import { CATALOGUE, type Interval, SKUS, type SubscriptionOffer } from './plans';

export interface ChangeOption {
  readonly plan: SubscriptionOffer['plan'];
  readonly interval: Interval;
  readonly name: string;
  /** Minor units a period. */
  readonly amount: bigint;
  readonly when: 'now' | 'period_end';
}

export interface ChangeOptions {
  readonly from: { readonly name: string; readonly interval: Interval; readonly amount: bigint };
  readonly currency: Currency;
  /** When a change for the end of the period would happen; of a trial, its end. */
  readonly periodEnd: Date | null;
  readonly trial: boolean;
  readonly options: readonly ChangeOption[];
}

/**
 * The plans a customer may change to, at the prices of their provider and currency. Asks nobody outside.
 * Raises billing/no-subscription, billing/not-changeable or billing/change-planned (409).
 */
export async function changeOptions(userId: string): Promise<ChangeOptions> {
  const { held, from } = await changeable(userId);
  const { provider, mode, currency, quantity } = held;
  if (!isCurrency(currency)) throw appError('billing/not-changeable');
  const prices = await db().providerPrice.findMany({ where: { provider, mode, currency, active: true } });
  const trial = held.status === 'trialing';
  const options = SKUS.flatMap((sku): ChangeOption[] => {
    const to = CATALOGUE[sku];
    const price = prices.find((row) => row.sku === sku);
    if (to.lane !== 'subscription' || sku === held.sku || price === undefined) return [];
    const { plan, interval, name } = to;
    const amount = price.amount * BigInt(quantity);
    return [{ plan, interval, name, amount, when: whenOf(held, from, to) }];
  });
  return {
    from: { name: from.name, interval: from.interval, amount: held.amount },
    currency,
    periodEnd: trial ? held.trialEnd : held.periodEnd,
    trial,
    options,
  };
}
