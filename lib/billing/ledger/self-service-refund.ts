import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { personHash } from '../access/trial';
import { isSku, offerOf } from '../catalog/plans';

interface RefundedPayment {
  readonly id: string;
  readonly subscriptionId: string | null;
  readonly sku: string | null;
}

type Claims = readonly { readonly product: string; readonly purchase: string }[];

/** What is refunded once per person: a plan with all its intervals and seats, Lifetime, or credits. */
function productOf({ sku }: RefundedPayment): string {
  if (sku === null || !isSku(sku)) return sku ?? 'unknown';
  const offer = offerOf(sku);
  return offer.lane === 'subscription' ? offer.plan : offer.lane;
}

/** The payments of one subscription are one purchase: refunding it may take several refunds, newest first. */
function purchaseOf({ id, subscriptionId }: RefundedPayment): string {
  return subscriptionId ?? id;
}

/** This person's self-service refunds, under this account, this address, or an earlier account with it. */
export async function selfServiceRefunds(tx: Tx, userId: string): Promise<Claims> {
  const { mode } = env().world;
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const same = user.email === null ? [] : [{ person: personHash(user.email, 'refund') }];
  return tx.selfServiceRefund.findMany({
    where: { mode, OR: [{ userId }, ...same] },
    select: { product: true, purchase: true },
  });
}

/** Whether this person has already refunded another purchase of the same product through self-service. */
export function hasUsedRefund(claims: Claims, payment: RefundedPayment): boolean {
  const [product, purchase] = [productOf(payment), purchaseOf(payment)];
  return claims.some((claim) => claim.product === product && claim.purchase !== purchase);
}

/**
 * Claims this person's one refund of a product, in the same transaction as the operation that sends it; false when
 * another purchase has used it. Unique constraints on the account and the person decide, so two accounts of the same
 * person can't both get a refund through concurrent requests.
 */
export async function claimSelfServiceRefund(
  tx: Tx,
  { userId, operationId, payment }: { userId: string; operationId: string; payment: RefundedPayment },
): Promise<boolean> {
  const { mode } = env().world;
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  if (email === null) return false;
  const [product, purchase] = [productOf(payment), purchaseOf(payment)];
  const person = personHash(email, 'refund');
  const data = [{ person, userId, mode, product, purchase, operationId }];
  const { count } = await tx.selfServiceRefund.createMany({ data, skipDuplicates: true });
  return count === 1 || !hasUsedRefund(await selfServiceRefunds(tx, userId), payment);
}

/** Releases the claim after the provider has definitely refused the refund. */
export async function releaseSelfServiceRefund(tx: Tx, operationId: string): Promise<void> {
  await tx.selfServiceRefund.deleteMany({ where: { operationId } });
}
