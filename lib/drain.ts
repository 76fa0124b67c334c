import { setTimeout as pause } from 'node:timers/promises';
import { drainEffects } from './billing/effects/drain';
import { endOverdueSubscriptions } from './billing/ledger/give-up';
import { runDueOperations } from './billing/operations/run-due';
import { configuredProviders } from './billing/providers';
import { type ProviderReport, reconcileProviders } from './billing/reconcile/all';
import type { Provider } from './billing/types';
import { MAX_TARGETS, waitingTargets } from './billing/webhooks/process-target';
import { processTargets } from './billing/webhooks/process-targets';
import { env } from './env';
import { log } from './log';
import { drainOutbox } from './mail/outbox';
import { sendAllHeld } from './team/invite';

export interface Drained {
  readonly targets: number;
  readonly operations: number;
  readonly emails: number;
  /** Whether more events wait than one round processes. */
  readonly more: boolean;
}

/**
 * Processes waiting events, then planned operations, then the resulting emails. Safe to run concurrently: leases give each piece
 * of work to one worker. Effects are a job of their own, because what they call may be slow.
 */
export async function drainBilling(): Promise<Drained> {
  const rounds = await Promise.all(configuredProviders().map(drainProvider));
  const targets = sum(rounds.map((round) => round.targets));
  const operations = sum(rounds.map((round) => round.operations));
  await sendAllHeld();
  const emails = await drainOutbox();
  if (targets + operations + emails > 0) log().info({ roots: targets, operations, emails }, 'drained');
  return { targets, operations, emails, more: rounds.some(({ more }) => more) };
}

/** Each provider has a round of its own, so that one that is away or slow doesn't delay the other. */
async function drainProvider(provider: Provider): Promise<Omit<Drained, 'emails'>> {
  const { mode } = env().payments;
  const targets = await waitingTargets(mode, provider);
  const processed = await processTargets(targets);
  await endOverdueSubscriptions(mode, provider);
  const operations = await runDueOperations(mode, provider);
  return { targets: targets.length, operations, more: processed && targets.length === MAX_TARGETS };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Seconds of real time that a job repeats its batches at most, unless its caller has fewer. */
const LONGEST_RUN = 60;

/** Does batch after batch while there is more. What doesn't fit into the seconds of real time is left for the next run. */
async function repeat(batch: () => Promise<boolean>, seconds: number = LONGEST_RUN): Promise<void> {
  const until = Date.now() + Math.min(seconds, LONGEST_RUN) * 1000;
  while ((await batch()) && Date.now() < until);
}

/** Processes a backlog without a pause. */
export function runBilling(seconds?: number): Promise<void> {
  return repeat(async () => (await drainBilling()).more, seconds);
}

/** Sends the emails that are due. */
export function runMails(seconds?: number): Promise<void> {
  return repeat(async () => (await drainOutbox()) > 0, seconds);
}

/** Runs the effects that are due. */
export function runEffects(seconds?: number): Promise<void> {
  return repeat(async () => (await drainEffects()) > 0, seconds);
}

interface Rounds {
  asked: boolean;
  running: Promise<void> | null;
  /** When the last round began, in ms of `performance.now()`. */
  began: number;
}

// Next bundles routes separately; all of them share one process.
const kept = globalThis as typeof globalThis & { tollgateRounds?: { billing: Rounds; effects: Rounds } };

const none = (): Rounds => ({ asked: false, running: null, began: Number.NEGATIVE_INFINITY });

/** Least time from one round to the next, in ms of real time: under load, every webhook asks for one. */
const BETWEEN_ROUNDS = 1_000;

/**
 * Does what is due, after whatever this process is doing already: however many requests ask, one round runs at a time, at
 * most one more follows it, and none begins within a second of the one before. Resolves when everything that was due at
 * the call was tried.
 */
export async function drainSoon(): Promise<void> {
  kept.tollgateRounds ??= { billing: none(), effects: none() };
  await runSoon(kept.tollgateRounds.billing, drainBilling);
  await runSoon(kept.tollgateRounds.effects, runEffects);
}

function runSoon(rounds: Rounds, work: () => Promise<unknown>): Promise<void> {
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
export async function reconcileAll(seconds?: number): Promise<readonly ProviderReport[]> {
  const until = seconds === undefined ? {} : { until: Date.now() + seconds * 1000 };
  const reports = await reconcileProviders({ actor: 'cron', everything: false, ...until });
  for (const report of reports) log().info({ ...report }, 'reconciled');
  return reports;
}
