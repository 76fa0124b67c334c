import { setTimeout as pause } from 'node:timers/promises';
import { EFFECTS } from './billing/effects';
import { drainEffects } from './billing/effects/drain';
import { endOverdueSubscriptions } from './billing/ledger/give-up';
import { runDueOperations } from './billing/operations/run-due';
import { configuredProviders } from './billing/providers';
import { type ProviderReport, reconcileProviders } from './billing/reconcile/all';
import type { Provider } from './billing/types';
import { mayBeMore, waitingTargets } from './billing/webhooks/process-target';
import { processTargets } from './billing/webhooks/process-targets';
import { env } from './env';
import { log } from './log';
import { QUEUES, type Queue } from './mail/lease';
import { drainQueue } from './mail/outbox';
import { forEach, repeatEach } from './repeat';
import { sendDueHeld } from './team/held';

/** What one round did for a provider. */
export interface ProviderRound {
  readonly targets: number;
  readonly operations: number;
  /** Whether more of anything may be due than a round reads or has time for, and the provider answers. What arrives meanwhile is processed after its response. */
  readonly more: boolean;
}

/** Seconds of real time after which a round begins no further target: planned operations wait for it. */
const LONGEST_TARGETS = 20;

/**
 * Processes a provider's waiting events, then its planned operations, unless it is away. Each provider has rounds of its own,
 * so one that doesn't answer doesn't delay the other. Safe to run concurrently: leases give each piece of work to one
 * worker. Emails and effects are jobs of their own, because what they call may be slow, too.
 */
export async function drainProvider(provider: Provider): Promise<ProviderRound> {
  const { mode } = env().payments;
  const targets = await waitingTargets(mode, provider);
  const began = Date.now();
  const reached = await processTargets(targets, LONGEST_TARGETS);
  const cut = Date.now() - began >= LONGEST_TARGETS * 1000;
  const overdue = await endOverdueSubscriptions(mode, provider);
  const { due: operations, more } = reached ? await runDueOperations(mode, provider) : NONE;
  const moreHeld = await sendDueHeld();
  if (targets.length + operations > 0) log().info({ provider, roots: targets.length, operations }, 'drained');
  const left = cut || mayBeMore(targets) || overdue.more || more || moreHeld;
  return { targets: targets.length, operations, more: reached && left };
}

const NONE = { due: 0, more: false };

/** Seconds of real time that a job repeats its batches at most, unless its caller has fewer. */
const LONGEST_RUN = 60;

/** When a job that has so many seconds stops, in milliseconds since the epoch. */
const endOf = (seconds: number = LONGEST_RUN): number => Date.now() + Math.min(seconds, LONGEST_RUN) * 1000;

/** Processes every provider's backlog without a pause. What doesn't fit into the seconds is left for the next run. */
export function runBilling(seconds?: number): Promise<void> {
  const limits = { until: endOf(seconds), lookAgain: 4_000 };
  return repeatEach(configuredProviders(), limits, async (provider) => (await drainProvider(provider)).more);
}

/** Sends the emails that are due, those that ask a provider first apart from the others. */
export function runMails(seconds?: number): Promise<void> {
  const limits = { until: endOf(seconds), lookAgain: 1_000 };
  return repeatEach(QUEUES, limits, async (queue) => (await drainQueue(queue)) > 0);
}

/** Runs the effects that are due, each at its own pace. */
export async function runEffects(seconds?: number): Promise<void> {
  await drainEffects(EFFECTS, endOf(seconds));
}

interface Rounds {
  asked: boolean;
  running: Promise<void> | null;
  /** When the last round began, in ms of `performance.now()`. */
  began: number;
}

// Next bundles routes separately; all of them share one process.
const kept = globalThis as typeof globalThis & { tollgateRounds?: Record<Provider | Queue | 'effects', Rounds> };

const none = (): Rounds => ({ asked: false, running: null, began: Number.NEGATIVE_INFINITY });

/** Least time from one round to the next, in ms of real time: under load, every webhook asks for one. */
const BETWEEN_ROUNDS = 1_000;

/** Seconds of real time in which effects after a webhook begin: a serverless platform stops what takes long. */
const AFTER_WEBHOOK = 1;

/**
 * Does what is due after a webhook: its provider's work, then emails and effects, each after whatever this process is doing
 * of it already: however many requests ask, one round of each runs at a time, at most one more follows it, and none
 * begins within a second of the one before. Resolves when a round of each that began after the call is over.
 */
export async function drainSoon(provider: Provider): Promise<void> {
  await runSoon(provider, () => drainProvider(provider));
  await mailsSoon();
  await runSoon('effects', () => runEffects(AFTER_WEBHOOK));
}

/** Sends the emails that are due, in the same rounds. */
export function mailsSoon(): Promise<void> {
  return forEach(QUEUES, (queue) => runSoon(queue, () => drainQueue(queue)));
}

function runSoon(name: Provider | Queue | 'effects', work: () => Promise<unknown>): Promise<void> {
  kept.tollgateRounds ??= { stripe: none(), dodo: none(), others: none(), notices: none(), effects: none() };
  const rounds = kept.tollgateRounds[name];
  rounds.asked = true;
  rounds.running ??= runWhileAsked(rounds, work).finally(() => {
    rounds.running = null;
  });
  return rounds.running;
}

async function runWhileAsked(rounds: Rounds, work: () => Promise<unknown>): Promise<void> {
  while (rounds.asked) {
    const early = rounds.began + BETWEEN_ROUNDS - performance.now();
    if (early > 0) await pause(early);
    rounds.asked = false;
    rounds.began = performance.now();
    await work();
  }
}

/**
 * Reconciles with every configured provider. What couldn't be read from a provider, or didn't fit into the seconds of real
 * time, is left for the next run.
 */
export async function reconcileAll(
  seconds?: number,
  onProgress: () => void = () => {},
): Promise<readonly ProviderReport[]> {
  const until = seconds === undefined ? {} : { until: Date.now() + seconds * 1000 };
  const reports = await reconcileProviders({ actor: 'cron', everything: false, onProgress, ...until });
  for (const report of reports) log().info({ ...report }, 'reconciled');
  return reports;
}
