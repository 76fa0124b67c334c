import { db } from '@/lib/db';
import { planNameOf } from '../catalog/plans';
import { currentSubscription } from '../operations/request';
import type { Provider } from '../types';
import { type PaymentDue, paymentDue } from './payment-due';

export interface CardTerms {
  readonly workspaceId: string;
  readonly provider: Provider;
  readonly plan: string;
  /** Charged to the new card immediately; null when nothing is owed. Minor units. */
  readonly owed: {
    readonly amount: bigint;
    readonly currency: string;
    readonly provider: Provider;
    readonly since: Date | null;
    readonly how: PaymentDue['how'];
  } | null;
  /** What the latest payment was made with. */
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
}

/** What updating the payment method means. Makes no provider calls. Raises billing/no-subscription (409). */
export async function cardTerms(workspaceId: string): Promise<CardTerms> {
  const held = await currentSubscription(workspaceId);
  const latest = await db().payment.findFirst({
    where: { subscriptionId: held.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { cardBrand: true, cardLast4: true },
  });
  const due = await paymentDue(held);
  const { currency, pastDueSince: since, provider } = held;
  return {
    workspaceId,
    provider,
    plan: planNameOf(held.sku),
    owed: due?.overdue ? { amount: due.amount, how: due.how, currency, provider, since } : null,
    cardBrand: latest?.cardBrand ?? null,
    cardLast4: latest?.cardLast4 ?? null,
  };
}
