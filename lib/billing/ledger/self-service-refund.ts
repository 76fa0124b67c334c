import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { ownerOf } from '@/lib/workspaces/owner';
import { personHash } from '../access/trial';
import { isSku, offerOf } from '../catalog/plans';

interface RefundedPayment {
  readonly id: string;
  readonly subscriptionId: string | null;
  readonly sku: string | null;
  readonly checkoutId: string | null;
  readonly subscription: { readonly checkoutId: string | null } | null;
}

/** The self-service refunds that may count against a workspace's payments, and who bought what there. */
export interface RefundClaims {
  readonly workspaceId: string;
  /** Hash of the workspace's owner; null once their account was deleted. */
  readonly owner: string | null;
  /** Hashes of the people who bought something for the workspace, by checkout; none for its owner. */
  readonly buyers: ReadonlyMap<string, string>;
  readonly claims: readonly {
    readonly workspaceId: string;
    readonly person: string;
    readonly product: string;
    readonly purchase: string;
  }[];
}

/** What is refunded once per person: a plan with all its intervals and seats, Lifetime, or credits. */
function productOf({ sku }: RefundedPayment): string {
  if (sku === null || !isSku(sku)) return sku ?? 'unknown';
  const offer = offerOf(sku);
  return offer.kind === 'subscription' ? offer.plan : offer.kind;
}

/** The payments of one subscription are one purchase: refunding it may take several refunds, newest first. */
function purchaseOf({ id, subscriptionId }: RefundedPayment): string {
  return subscriptionId ?? id;
}

/**
 * Self-service refunds of this workspace, of its owner, and of everyone who bought something for it: under their address,
 * in any workspace, or for an earlier account with it.
 */
export async function selfServiceRefunds(tx: Tx, workspaceId: string): Promise<RefundClaims> {
  const { mode } = env().payments;
  const { id, email } = await ownerOf(workspaceId, tx);
  const owner = email === null ? null : personHash(email, 'refund');
  const buyers = await buyersFor(tx, workspaceId, id);
  const people = [...new Set([...(owner === null ? [] : [owner]), ...buyers.values()])];
  const claims = await tx.selfServiceRefund.findMany({
    where: { mode, OR: [{ workspaceId }, { person: { in: people } }] },
    select: { workspaceId: true, person: true, product: true, purchase: true },
  });
  return { workspaceId, owner, buyers, claims };
}

/** People other than the owner who bought something for a workspace, by checkout. */
async function buyersFor(tx: Tx, workspaceId: string, ownerId: string): Promise<ReadonlyMap<string, string>> {
  const { mode } = env().payments;
  const checkouts = await tx.checkout.findMany({
    where: { workspaceId, mode, startedById: { not: ownerId } },
    select: { id: true, startedById: true },
  });
  const ids = [...new Set(checkouts.flatMap(({ startedById }) => startedById ?? []))];
  if (ids.length === 0) return new Map();
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } });
  const people = new Map(
    users.flatMap(({ id, email }) => (email === null ? [] : [[id, personHash(email, 'refund')] as const])),
  );
  return new Map(
    checkouts.flatMap(({ id, startedById }) => {
      const person = people.get(startedById ?? '');
      return person === undefined ? [] : [[id, person] as const];
    }),
  );
}

/** The person who bought something; the owner, when that isn't known. Null if the owner's account was deleted too. */
function buyerOf({ buyers, owner }: RefundClaims, { checkoutId, subscription }: RefundedPayment): string | null {
  return buyers.get(checkoutId ?? subscription?.checkoutId ?? '') ?? owner;
}

/**
 * Whether another purchase of the same product was already refunded through self-service: in this workspace, or to its
 * owner or the person who bought this, in whichever workspace.
 */
export function hasUsedRefund(known: RefundClaims, payment: RefundedPayment): boolean {
  const [product, purchase] = [productOf(payment), purchaseOf(payment)];
  const people = [known.owner, buyerOf(known, payment)];
  return known.claims.some(
    (claim) =>
      claim.product === product &&
      claim.purchase !== purchase &&
      (claim.workspaceId === known.workspaceId || people.includes(claim.person)),
  );
}

/**
 * Claims the one refund of a product of the person who bought it, in the same transaction as the operation that sends
 * it; false when another purchase has used it. Unique constraints on the workspace and the person decide, so two accounts
 * of the same person, or one person in two workspaces, can't both get a refund through concurrent requests.
 */
export async function claimSelfServiceRefund(
  tx: Tx,
  { workspaceId, operationId, payment }: { workspaceId: string; operationId: string; payment: RefundedPayment },
): Promise<boolean> {
  const { mode } = env().payments;
  const person = buyerOf(await selfServiceRefunds(tx, workspaceId), payment);
  if (person === null) return false;
  const [product, purchase] = [productOf(payment), purchaseOf(payment)];
  const data = [{ person, workspaceId, mode, product, purchase, operationId }];
  const { count } = await tx.selfServiceRefund.createMany({ data, skipDuplicates: true });
  // Read again: the claim in the way may have been made since.
  return count === 1 || !hasUsedRefund(await selfServiceRefunds(tx, workspaceId), payment);
}

/** Releases the claim after the provider has definitely refused the refund. */
export async function releaseSelfServiceRefund(tx: Tx, operationId: string): Promise<void> {
  await tx.selfServiceRefund.deleteMany({ where: { operationId } });
}
