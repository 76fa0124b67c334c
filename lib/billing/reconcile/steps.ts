import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { driver } from '../providers';
import type { List } from '../providers/pages';
import type { SyncTarget } from '../providers/snapshots';
import { changedSubscriptions } from './changed-subscriptions';
import { lostCustomers } from './lost-customers';
import { wholeSpan } from './open-run';
import { unsettled } from './unsettled';

/** The steps of a run, in order. */
export const STEPS = ['events', 'subscriptions', 'money', 'customers', 'ledger'] as const;
export type Step = (typeof STEPS)[number];

/** Steps whose lists have targets to compare. That of `events` has undelivered events to process. */
type TargetStep = Exclude<Step, 'events'>;

interface Extent {
  /** How many subscriptions are checked even though nothing seems to have changed; of license keys, four times as many. */
  readonly slice: number;
  /** Whether the time of this run is limited. */
  readonly limited: boolean;
}

/** The targets of each step that may have changed. A target can appear in several. */
export function targetsOf(run: ReconcileRun, { slice, limited }: Extent): Record<TargetStep, List<SyncTarget>> {
  const { provider, mode, everything } = run;
  return {
    subscriptions: changedSubscriptions(provider),
    money: driver(provider).listMoney(run.since ?? wholeSpan(run.startedAt)),
    customers: everything ? lostCustomers(provider, limited) : async () => ({ items: [], next: null }),
    ledger: unsettled({ provider, mode, slice }),
  };
}

/** A run's progress: the step, and the position in it. */
export interface Place {
  readonly step: Step;
  readonly after: string | null;
}

/** Reads `ReconcileRun.cursor`. A cursor written by an older version starts over. */
export function readPlace(cursor: string): Place {
  const [name, ...rest] = cursor.split(' ');
  const step = STEPS.find((one) => one === name);
  if (step === undefined) return { step: STEPS[0], after: null };
  return { step, after: rest.length === 0 ? null : rest.join(' ') };
}

export function toCursor({ step, after }: Place): string {
  return after === null ? step : `${step} ${after}`;
}

/** Where a run continues after a page: at the next page, or the next step; null after the last. */
export function placeAfter(step: Step, next: string | null): Place | null {
  if (next !== null) return { step, after: next };
  const following = STEPS[STEPS.indexOf(step) + 1];
  return following === undefined ? null : { step: following, after: null };
}
