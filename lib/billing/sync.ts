import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { type LedgerContext, StaleHolder } from './ledger/context';
import { retireCustomer } from './ledger/customer';
import { settleDeparted } from './ledger/departed';
import { writeAbsentLicense, writeLicense } from './ledger/license';
import { takeDefaultMethod, takeMethod } from './ledger/method';
import { findOwner, type Owner } from './ledger/owner';
import { writePayment } from './ledger/payment';
import { writeAbsentSubscription, writeSubscription } from './ledger/subscription';
import { driver } from './providers';
import type { ProviderDriver, Root, Snapshot } from './providers/contract';
import { drawTicket, lockUser } from './ticket';
import type { Provider } from './types';
import { withoutNul } from './without-nul';

/** `foreign`: the object is not ours, nothing was written. `absent`: the provider does not have it. */
export type Outcome = 'written' | 'absent' | 'foreign';

export interface SyncOptions {
  /** Who wanted it, for the transition log: `event:<id>`, `checkout:<id>`, `reconcile:<run>`, `admin:<user>`. */
  readonly cause: string;
  /** Runs inside the writing transaction, last: marks events, proves the lease. */
  readonly complete?: (tx: Tx, outcome: Outcome) => Promise<void>;
}

const TRANSACTION = { maxWait: 5_000, timeout: 15_000 } as const;
const MAX_HOLDER_SYNCS = 3;

/**
 * Makes the ledger say what the provider says about one root. Webhooks, success page, replay and reconcile all
 * use it, and nothing else writes provider facts. Draws a ticket, fetches, then writes in one short transaction
 * under the user's lock. Raises `ProviderUnavailable` or `ProviderUnknown` when the provider cannot be asked.
 */
export async function sync(provider: Provider, root: Root, options: SyncOptions): Promise<Outcome> {
  return syncOnce(provider, root, options, null, 0);
}

async function syncOnce(
  provider: Provider,
  root: Root,
  options: SyncOptions,
  startedAt: bigint | null,
  depth: number,
): Promise<Outcome> {
  const ticket = await drawTicket();
  const started = startedAt ?? ticket;
  const from = driver(provider);
  const snapshot = withoutNul(await from.fetch(root, await settledPayments(from, root)));
  const now = await businessNow();
  try {
    return await db().$transaction(async (tx) => {
      const owner = await findOwner(tx, from, root, snapshot);
      const outcome: Outcome = owner === null ? 'foreign' : snapshot.kind === 'absent' ? 'absent' : 'written';
      if (owner !== null) {
        await lockUser(tx, owner.userId);
        const context = { tx, provider, mode: from.mode, owner, ticket, started, now, cause: options.cause };
        await write(context, root, snapshot);
        await settleDeparted(context, root);
      }
      await options.complete?.(tx, outcome);
      return outcome;
    }, TRANSACTION);
  } catch (error) {
    // Who holds the slot is decided on fresh facts only: the holder is asked about first, then this root again.
    if (!(error instanceof StaleHolder) || depth >= MAX_HOLDER_SYNCS) throw error;
    await syncOnce(error.provider, error.root, { cause: options.cause }, null, depth + 1);
    return syncOnce(provider, root, options, started, depth + 1);
  }
}

/** Payments of a subscription the ledger has as succeeded: fetched again only when something happened to them since. */
async function settledPayments({ name, mode }: ProviderDriver, root: Root): Promise<ReadonlySet<string>> {
  if (root.kind !== 'subscription') return new Set();
  const known = await db().payment.findMany({
    where: { provider: name, mode, status: 'succeeded', subscription: { externalId: root.id } },
    select: { externalId: true },
  });
  return new Set(known.map((payment) => payment.externalId));
}

async function write(
  context: LedgerContext & { readonly owner: Owner },
  root: Root,
  snapshot: Snapshot,
): Promise<void> {
  switch (snapshot.kind) {
    case 'subscription':
      return writeSubscription(context, snapshot.subscription);
    case 'payment':
      return writePayment(context, snapshot.payment);
    case 'customer':
      return takeDefaultMethod(context, snapshot.defaultMethod);
    case 'method':
      return takeMethod(context, snapshot.method);
    case 'license':
      return writeLicense(context, snapshot.license);
    case 'absent':
      if (root.kind === 'subscription') return writeAbsentSubscription(context, root.id);
      if (root.kind === 'customer') return retireCustomer(context, root.id);
      if (root.kind === 'license') return writeAbsentLicense(context, root.id);
  }
}
