import type { Tx } from '@/lib/db';
import type { SyncTarget } from '../providers/snapshots';
import type { Mode, Provider } from '../types';
import type { Journal } from './journal';
import type { Owner } from './owner';

/** SKUs by the external id of a price or product. */
export type Skus = ReadonlyMap<string, string>;

/** What every ledger writer needs: the transaction under the owner's lock, and the ticket that orders writes. */
export interface LedgerContext {
  readonly tx: Tx;
  readonly provider: Provider;
  readonly mode: Mode;
  readonly owner: Owner;
  readonly ticket: bigint;
  /** The ticket of the first attempt: a current subscription with a higher ticket has been synced since. */
  readonly started: bigint;
  /** Business time. */
  readonly now: Date;
  /** Whether the owner had a Lifetime purchase that wasn't returned when this sync began. */
  readonly hadLifetime: boolean;
  readonly cause: string;
  /** What was read of prices already, by what was looked up. */
  readonly skus: Map<string, Skus>;
  /** The owner's checkouts named so far, by id; of other owners, null. */
  readonly checkouts: Map<string, 'known' | 'complete' | null>;
  /** What this sync adds to the logs at its end. */
  readonly journal: Journal;
}

/** The customer's current subscription hasn't been synced since this sync began: sync it, then retry. */
export class StaleCurrentSubscription extends Error {
  override readonly name = 'StaleCurrentSubscription';
  constructor(
    readonly provider: Provider,
    readonly target: SyncTarget,
  ) {
    super(`The current subscription ${target.id} must be synced first`);
  }
}
