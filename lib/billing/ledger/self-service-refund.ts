import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { ownerOf } from '@/lib/workspaces/owner';
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

/** Self-service refunds of this workspace and of its owner: under this address, or an earlier account with it. */
export async function selfServiceRefunds(tx: Tx, workspaceId: string): Promise<Claims> {
  const { mode } = env().payments;
  const { email } = await ownerOf(workspaceId, tx);
  const same = email === null ? [] : [{ person: personHash(email, 'refund') }];
  return tx.selfServiceRefund.findMany({
    where: { mode, OR: [{ workspaceId }, ...same] },
    select: { product: true, purchase: true },
  });
}

/** Whether this person has already refunded another purchase of the same product through self-service. */
export function hasUsedRefund(claims: Claims, payment: RefundedPayment): boolean {
  const [product, purchase] = [productOf(payment), purchaseOf(payment)];
  return claims.some((claim) => claim.product === product && claim.purchase !== purchase);
}

/**
 * Claims the one refund of a product of the person who bought it, in the same transaction as the operation that sends it; false when
 * another purchase has used it. Unique constraints on the workspace and the person decide, so two accounts of the same
 * person can't both get a refund through concurrent requests.
 */
export async function claimSelfServiceRefund(
  tx: Tx,
  { workspaceId, operationId, payment }: { workspaceId: string; operationId: string; payment: RefundedPayment },
): Promise<boolean> {
  const { mode } = env().payments;
  const email = await buyerOf(tx, workspaceId, payment.id);
  if (email === null) return false;
  const [product, purchase] = [productOf(payment), purchaseOf(payment)];
  const person = personHash(email, 'refund');
  const data = [{ person, workspaceId, mode, product, purchase, operationId }];
  const { count } = await tx.selfServiceRefund.createMany({ data, skipDuplicates: true });
  return count === 1 || !hasUsedRefund(await selfServiceRefunds(tx, workspaceId), payment);
}

/** The address of the person who bought something; of the owner, when that isn't known. */
async function buyerOf(tx: Tx, workspaceId: string, paymentId: string): Promise<string | null> {
  const payment = await tx.payment.findUnique({
    where: { id: paymentId },
    select: { checkoutId: true, subscription: { select: { checkoutId: true } } },
  });
  const id = payment?.checkoutId ?? payment?.subscription?.checkoutId ?? '';
  const checkout = await tx.checkout.findUnique({ where: { id }, select: { startedById: true } });
  const buyer = checkout?.startedById ?? (await ownerOf(workspaceId, tx)).id;
  const user = await tx.user.findUnique({ where: { id: buyer }, select: { email: true } });
  return user?.email ?? (await ownerOf(workspaceId, tx)).email;
}

/** Releases the claim after the provider has definitely refused the refund. */
export async function releaseSelfServiceRefund(tx: Tx, operationId: string): Promise<void> {
  await tx.selfServiceRefund.deleteMany({ where: { operationId } });
}
