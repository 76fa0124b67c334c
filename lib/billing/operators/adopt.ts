import { audit } from '@/lib/audit';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { isContractRunning } from '../access/eligibility';
import { loadFacts } from '../access/facts';
import { isSku, offerOf, SKUS, type Sku } from '../catalog/plans';
import { closeCheckouts } from '../checkout/close';
import { forgetAdoptedSkus } from '../ledger/adopted';
import { resolveAlerts } from '../ledger/alerts';
import { sync } from '../ledger/sync';
import { lockWorkspace, underLock } from '../lock';
import { isLive } from '../types';

/** The plans a contract can be adopted as. */
export const ADOPTABLE: readonly Sku[] = SKUS.filter((sku) => offerOf(sku).kind === 'subscription');

interface Decision {
  readonly workspaceId: string;
  /** Our id of the subscription or the provider's. */
  readonly contract: string;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/**
 * Declares a subscription without any price of ours to be one of our plans from now on: the customer's contract, with
 * access, emails, and the account page. Charges, cancels, and refunds nothing. Any open checkout of the customer is
 * closed first, so nothing else is bought in the meantime. Throws not-found (404), also for a deleted customer;
 * billing/not-changeable (409) for a contract that isn't foreign or doesn't run; billing/already-subscribed or
 * billing/already-owned (409) when the customer would have two.
 */
export async function adoptContract({ sku, ...decision }: Decision & { readonly sku: string }): Promise<void> {
  if (!isSku(sku) || !ADOPTABLE.includes(sku)) throw appError('request/invalid', { field: 'sku' });
  const contract = await contractOf(decision);
  const { workspaceId, provider, mode, externalId } = contract;
  await assertAdoptable(db(), contract);
  await closeCheckouts(workspaceId);
  const target = { kind: 'subscription', id: externalId } as const;
  const { reason, actor } = decision;
  await sync(provider, target, { cause: actor });
  const createdAt = await businessNow();
  await underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const fresh = await tx.subscription.findUniqueOrThrow({ where: { id: contract.id } });
    const key = { provider, mode, externalId };
    // An earlier attempt got this far; only its sync is missing.
    if (fresh.origin !== 'foreign' && (await tx.adoptedContract.count({ where: { ...key, sku } })) > 0) return;
    await assertAdoptable(tx, fresh);
    const chosen = { priceExternalId: fresh.priceExternalId, sku, reason, actor, createdAt };
    await tx.adoptedContract.upsert({
      where: { provider_mode_externalId: key },
      create: { ...key, ...chosen },
      update: chosen,
    });
    await resolveAlerts(tx, [foreignKey(fresh)], `adopted as ${sku}: ${reason}`);
    await audit({ actor, action: 'contract.adopted', target: fresh.id, detail: { sku, reason } }, tx);
  });
  await sync(provider, target, { cause: actor });
}

/**
 * Declares that a foreign subscription isn't ours: closes its alert with a note, and undoes an earlier adoption.
 * Changes nothing at the provider. Throws not-found (404), or billing/not-changeable (409) for a contract that our
 * checkout or catalog sold.
 */
export async function leaveContract(decision: Decision): Promise<void> {
  const contract = await contractOf(decision);
  const { provider, mode, externalId } = contract;
  const { reason, actor } = decision;
  await underLock(async (tx) => {
    await lockWorkspace(tx, contract.workspaceId);
    const adopted = await tx.adoptedContract.findMany({ where: { provider, mode, externalId } });
    const { count } = await tx.adoptedContract.deleteMany({ where: { provider, mode, externalId } });
    if (contract.checkoutId === null) await forgetAdoptedSkus(tx, contract.id, adopted);
    if (count === 0 && contract.origin !== 'foreign') throw appError('billing/not-changeable', { message: OURS });
    const note = { closedAt: new Date(), closedBy: actor, note: reason };
    await tx.alert.updateMany({ where: { key: foreignKey(contract), closedAt: null }, data: note });
    const detail = { reason, wasAdopted: count > 0 };
    await audit({ actor, action: 'contract.left', target: contract.id, detail }, tx);
  });
  await sync(provider, { kind: 'subscription', id: externalId }, { cause: actor });
}

const OURS = 'This subscription was sold with one of our prices, so there’s nothing to decide.';

const foreignKey = ({ id }: Pick<Subscription, 'id'>) => `foreign-contract:${id}`;

async function contractOf({ workspaceId, contract }: Decision): Promise<Subscription> {
  const found = await db().subscription.findFirst({
    where: { workspaceId, mode: env().payments.mode, OR: [{ id: contract }, { externalId: contract }] },
  });
  if (found === null) throw appError('not-found', { target: contract });
  return found;
}

async function assertAdoptable(tx: Tx, { id, workspaceId, origin, status }: Subscription): Promise<void> {
  const { deletedAt } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { deletedAt: true },
  });
  if (deletedAt !== null) throw appError('not-found', { target: workspaceId });
  if (origin !== 'foreign') throw appError('billing/not-changeable', { message: OURS });
  if (!isLive(status))
    throw appError('billing/not-changeable', { message: 'This subscription isn’t active, so it can’t be adopted.' });
  if (await isContractRunning(workspaceId, tx, id))
    throw appError('billing/already-subscribed', {
      message: 'This customer already has one of our subscriptions. Adopting would make two: end one of them first.',
    });
  const { lifetimes } = await loadFacts(workspaceId, tx);
  if (lifetimes.some(({ standing }) => standing === 'clear' || standing === 'disputed'))
    throw appError('billing/already-owned', {
      message: 'This customer owns Lifetime. Adopting would make them pay twice: cancel the subscription instead.',
    });
}
