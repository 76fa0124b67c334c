import { businessNow, type ClockRow, clockColumn, timeOf } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { traced } from '@/lib/tracing/span';
import { underLock } from '../lock';
import { withoutNul } from '../postgres-text';
import { driver } from '../providers';
import { ProviderDenied } from '../providers/errors';
import type { KnownInvoice, PaymentSnapshot } from '../providers/money-snapshots';
import type { ProviderDriver } from '../providers/provider';
import type { Snapshot, SyncTarget } from '../providers/snapshots';
import { LIVE, type Mode, type Provider } from '../types';
import { type LedgerContext, StaleCurrentSubscription } from './context';
import { refreshCoverage } from './coverage';
import { retireCustomer } from './customer';
import { closeOutDeletedWorkspace } from './deleted-workspace';
import { applyPaymentChanges } from './end-contract';
import { nextFencingToken } from './fencing-token';
import { storedLines } from './invoice';
import { emptyJournal, writeJournal } from './journal';
import { writeAbsentLicense, writeLicense } from './license';
import { lifetimeColumn } from './lifetime';
import { lockOwner, type Owner } from './owner';
import { knownPayment, writePayment } from './payment';
import { takeDefaultMethod, takeMethod } from './payment-method';
import { alertDenied } from './provider-alerts';
import { decideCurrentSubscription } from './single-subscription';
import { writeAbsentSubscription, writeSubscription } from './subscription';
import { alertUnknownBuyer } from './unknown-buyer';

/** `foreign`: the object isn't ours, nothing was written. `absent`: the provider doesn't have it. */
export type SyncOutcome = 'written' | 'absent' | 'foreign';

export interface SyncOptions {
  /** Who requested it, for the transition log: `event:<id>`, `checkout:<id>`, `reconcile:<run>`, `admin:<user>`. */
  readonly cause: string;
  /** Drawn by the caller before the sync; one is drawn if it's absent. */
  readonly ticket?: bigint;
  /** Runs first in the writing transaction with the provider's snapshot: completes the requesting operation. */
  readonly begin?: (tx: Tx, snapshot: Snapshot) => Promise<void>;
  /** Runs last in the writing transaction: marks events, verifies the lease. */
  readonly complete?: (tx: Tx, outcome: SyncOutcome) => Promise<void>;
}

const MAX_CURRENT_SYNCS = 3;

/**
 * Updates the ledger to match the provider for one target. Webhooks, the success page, replay, and reconciliation all use
 * it, and nothing else writes provider data. Draws a ticket, fetches, then writes in one short transaction under the
 * user's lock. Throws `ProviderUnavailable` or `ProviderUnknown` when the provider can't be reached.
 */
export async function sync(provider: Provider, target: SyncTarget, options: SyncOptions): Promise<SyncOutcome> {
  return traced('sync', { provider, kind: target.kind, id: target.id }, async () => {
    if (target.kind === 'customer') await syncContractsOf(provider, target.id, options.cause);
    return syncOnce(provider, target, options, null, 0);
  });
}

/** A purchase changes the customer several times, and its own events bring the subscription. */
const PURCHASE = 3_600_000;

/**
 * A customer's address, tax ids, and balance change their next charges, which no subscription event reports. Before the
 * customer itself, so that an event about it is done only when this is. Not in the first hour of a subscription.
 */
async function syncContractsOf(provider: Provider, customerExternalId: string, cause: string): Promise<void> {
  const { mode } = driver(provider);
  const customer = await db().customer.findUnique({
    where: { provider_mode_externalId: { provider, mode, externalId: customerExternalId } },
    select: { workspaceId: true },
  });
  if (customer === null) return;
  const before = new Date((await businessNow()).getTime() - PURCHASE);
  const running = await db().subscription.findMany({
    where: {
      ...{ ...customer, provider, mode, origin: { not: 'foreign' } },
      ...{ status: { in: [...LIVE] }, startedAt: { lt: before } },
    },
    select: { externalId: true },
  });
  for (const { externalId: id } of running) await syncOnce(provider, { kind: 'subscription', id }, { cause }, null, 0);
}

async function syncOnce(
  provider: Provider,
  target: SyncTarget,
  options: SyncOptions,
  startedAt: bigint | null,
  depth: number,
): Promise<SyncOutcome> {
  const ticket = depth === 0 && options.ticket !== undefined ? options.ticket : await nextFencingToken();
  const started = startedAt ?? ticket;
  const from = driver(provider);
  const snapshot = withoutNul(await traced('sync.fetch', { provider }, () => fetchTarget(from, target)));
  try {
    const apply = async (tx: Tx): Promise<SyncOutcome> => {
      const owner = await lockOwner(tx, from, target, snapshot);
      const outcome: SyncOutcome = owner === null ? 'foreign' : snapshot.kind === 'absent' ? 'absent' : 'written';
      await options.begin?.(tx, snapshot);
      if (owner !== null) {
        const { now, deletedAt, hadLifetime } = await readUnderLock(tx, owner, from.mode);
        const at = { provider, mode: from.mode, owner, ticket, started, now, hadLifetime, cause: options.cause };
        const context = { tx, ...at, skus: new Map(), checkouts: new Map(), journal: emptyJournal() };
        await write(context, target, snapshot);
        if (deletedAt !== null) await closeOutDeletedWorkspace(context, target, deletedAt);
        await writeJournal(context, context.journal);
      } else await alertUnknownBuyer(tx, from, snapshot);
      await options.complete?.(tx, outcome);
      return outcome;
    };
    return await traced('sync.apply', { provider }, () => underLock(apply));
  } catch (error) {
    // Which one is current is decided on fresh data only: sync that one first, then this target again.
    if (!(error instanceof StaleCurrentSubscription) || depth >= MAX_CURRENT_SYNCS) throw error;
    await syncOnce(error.provider, error.target, { cause: options.cause }, null, depth + 1);
    return syncOnce(provider, target, options, started, depth + 1);
  }
}

/** What may change until the lock is held: business time, whether the workspace is deleted, and whether it has Lifetime. */
async function readUnderLock(tx: Tx, { workspaceId }: Owner, mode: Mode) {
  const [row] = await tx.$queryRaw<(ClockRow & { deletedAt: Date | null; hadLifetime: boolean })[]>`
    SELECT ${clockColumn()}, "deletedAt", ${lifetimeColumn(workspaceId, mode)} FROM "Workspace" WHERE id = ${workspaceId}`;
  if (row === undefined) throw new Error(`There is no workspace ${workspaceId}`);
  const { deletedAt, hadLifetime } = row;
  return { now: timeOf(row), deletedAt, hadLifetime };
}

async function fetchTarget(from: ProviderDriver, target: SyncTarget): Promise<Snapshot> {
  try {
    return await from.fetch(target, await knownInvoices(from, target));
  } catch (error) {
    if (error instanceof ProviderDenied) await alertDenied(from.name, from.mode, error);
    throw error;
  }
}

/** What a subscription's payments are known to have bought, for a provider that doesn't report it again. */
async function knownInvoices(
  { name, mode, forgetsPurchases }: ProviderDriver,
  target: SyncTarget,
): Promise<readonly KnownInvoice[]> {
  if (target.kind !== 'subscription' || !forgetsPurchases) return [];
  const known = await db().invoice.findMany({
    where: { status: 'paid', subscription: { provider: name, mode, externalId: target.id } },
    select: { externalId: true, createdAt: true, total: true, balanceUsed: true, lines: true },
  });
  return known.map((invoice) => ({ ...invoice, lines: storedLines(invoice.lines) }));
}

async function write(
  context: LedgerContext & { readonly owner: Owner },
  target: SyncTarget,
  snapshot: Snapshot,
): Promise<void> {
  switch (snapshot.kind) {
    case 'subscription':
      return writeSubscription(context, snapshot.subscription);
    case 'payment':
      return writePaymentAlone(context, snapshot.payment);
    case 'customer':
      return takeDefaultMethod(context, snapshot.defaultMethod);
    case 'method':
      return takeMethod(context, snapshot.method);
    case 'license':
      return writeLicense(context, snapshot.license);
    case 'absent':
      if (target.kind === 'subscription') return writeAbsentSubscription(context, target.id);
      if (target.kind === 'customer') return retireCustomer(context, target.id);
      if (target.kind === 'license') return writeAbsentLicense(context, target.id);
  }
}

/** A payment synced alone, for example after a refund or dispute, changes what its subscription covers. */
async function writePaymentAlone(context: LedgerContext, seen: PaymentSnapshot): Promise<void> {
  const written = await writePayment(context, seen, await knownPayment(context, seen));
  if (written === null || written.subscriptionId === null) return;
  const bought = await context.tx.subscription.findUniqueOrThrow({ where: { id: written.subscriptionId } });
  const contract = await refreshCoverage(context, bought);
  const decided =
    contract.duplicateOf === null ? contract : await decideCurrentSubscription(context, contract, contract);
  await applyPaymentChanges(context, decided);
}
