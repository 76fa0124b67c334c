import { db } from '@/lib/db';
import { heldSubscription } from './act';
import { isOwing } from './card';
import { PLANS, planOf } from './plans';
import type { Provider } from './types';

export interface CardTerms {
  readonly provider: Provider;
  readonly plan: string;
  /** Charged to the new card at once; null when nothing is open. Minor units. */
  readonly owed: { readonly amount: bigint; readonly currency: string; readonly since: Date | null } | null;
  /** What the latest payment was made with. */
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
}

/** What giving another card means. Asks nobody outside. Raises billing/no-subscription (409). */
export async function cardTerms(userId: string): Promise<CardTerms> {
  const held = await heldSubscription(userId);
  const latest = await db().payment.findFirst({
    where: { subscriptionId: held.id },
    orderBy: { createdAt: 'desc' },
    select: { amount: true, status: true, cardBrand: true, cardLast4: true },
  });
  const failed = latest === null || latest.status === 'succeeded' ? null : latest.amount;
  const { amount, currency, pastDueSince: since, provider, status } = held;
  return {
    provider,
    plan: PLANS[planOf(held.sku) ?? 'free'].name,
    owed: isOwing(status) ? { amount: failed ?? amount, currency, since } : null,
    cardBrand: latest?.cardBrand ?? null,
    cardLast4: latest?.cardLast4 ?? null,
  };
}
