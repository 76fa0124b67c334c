import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { loadFacts } from '../access/facts';
import { givenBackOf } from '../access/payment-standing';
import { LIFETIME_SKUS } from '../catalog/plans';
import { purchaseName } from '../catalog/purchase-name';
import type { Provider } from '../types';
import { type Closes, closesOf, refundEffect } from './refund-effect';
import { REFUNDABLE, type RefundBlock, refundRules } from './refund-rules';

export interface RefundTerms {
  readonly paymentId: string;
  readonly description: string;
  /** Minor units: what was paid and would come back, all of it. */
  readonly amount: bigint;
  readonly currency: string;
  readonly provider: Provider;
  readonly paidAt: Date;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly refundable: boolean;
  /** Why it is not refundable by the customer. */
  readonly block: RefundBlock | null;
  /** Given back or on its way already, minor units. */
  readonly refunded: bigint;
  /** What closes with it: exactly what it pays for, or nothing. */
  readonly closes: Closes | { readonly kind: 'lifetime' } | null;
  /** Credits removed. */
  readonly credits: number;
  /** Credits of this payment that have been spent, which is why it cannot come back. */
  readonly spent: boolean;
}

/** Exactly what a refund of this payment would mean. Raises not-found (404) for someone else's payment. */
export async function refundTerms(workspaceId: string, paymentId: string): Promise<RefundTerms> {
  const { mode } = env().payments;
  const payment = await db().payment.findFirst({
    where: { id: paymentId, workspaceId, mode },
    ...REFUNDABLE,
  });
  if (payment === null) throw appError('not-found');
  const now = await businessNow();
  const [{ credits: left }, blockOf, effect] = await Promise.all([
    loadFacts(workspaceId),
    refundRules(workspaceId, now),
    refundEffect(payment),
  ]);
  const block = blockOf(payment);
  const credits = payment.grants
    .filter((grant) => !LIFETIME_SKUS.includes(grant.sku))
    .reduce((sum, grant) => sum + grant.quantity - grant.revoked, 0);
  const lifetime = payment.grants.some((grant) => LIFETIME_SKUS.includes(grant.sku));
  return {
    paymentId: payment.id,
    description: purchaseName(payment.sku, payment.quantity, payment.description),
    amount: payment.amount,
    currency: payment.currency,
    provider: payment.provider,
    paidAt: payment.paidAt ?? payment.createdAt,
    cardBrand: payment.cardBrand,
    cardLast4: payment.cardLast4,
    refundable: block === null,
    block,
    refunded: givenBackOf(payment),
    closes: closesOf(effect) ?? (lifetime ? { kind: 'lifetime' } : null),
    credits,
    spent: credits > left,
  };
}
