import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { Operation } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { DISPUTE_MESSAGES } from '../access/dispute-block';
import { alertHeld, whyHeld } from '../ledger/automatic-limits';
import { sync } from '../ledger/sync';
import { driver } from '../providers';
import { ProviderDenied, ProviderRefused, ProviderUnavailable } from '../providers/errors';
import type { ProviderDriver } from '../providers/provider';
import type { Snapshot } from '../providers/snapshots';
import { amountsMoved } from './amounts';
import { closeCircuit, closeCircuits, openCircuit, whyPaused } from './circuit';
import { claim, keepClaim } from './claim';
import { isContractKind, previewAgain, sendChange } from './execute';
import { sendOther } from './execute-other';
import { lookUpRefund, sendRefund } from './execute-refund';
import { disputeOf, isAsExpected, subjectsOf } from './expected';
import { stillHolds } from './fact';
import { conclude, goStale, isTooOld, keepUnknown, notSent, operationNow, refuse, succeed } from './finish';
import { verdictOf } from './verdict';

/**
 * Runs one operation: claims it, checks on fresh data that it's still wanted, sends it, and compares the provider's
 * state with the request. If the outcome is unknown, it's looked up by state and never sent again. Returns the updated
 * row; null if another worker has claimed it, it isn't due, BILLING_ACTIONS is off, or the provider rejects our key and no
 * person waits for it. `eager` skips these pauses because a customer is waiting.
 */
export async function runOperation(id: string, options: { readonly eager?: boolean } = {}): Promise<Operation | null> {
  return (await attemptOperation(id, options))?.operation ?? null;
}

/** What `runOperation` does, with the error of this attempt, which is recorded already; null for none. */
export async function attemptOperation(
  id: string,
  { eager = false }: { readonly eager?: boolean } = {},
): Promise<{ readonly operation: Operation; readonly error: unknown } | null> {
  if (!env().billing.actions) return null;
  const claimed = await claim(id, eager);
  if (claimed === null) return null;
  const { operation, uncertain } = claimed;
  const attempt: Attempt = { uncertain, phase: uncertain ? 'sent' : 'before' };
  let failed: unknown = null;
  try {
    await run(operation, attempt);
  } catch (error) {
    failed = error;
    await fail(operation, attempt, error);
  }
  return { operation: await operationNow(id), error: failed };
}

/** How far a run has come: once a request may have been sent, no failure means "not sent". */
interface Attempt {
  /** An earlier run may have sent the request. */
  readonly uncertain: boolean;
  phase: 'before' | 'sending' | 'sent';
}

async function run(operation: Operation, attempt: Attempt): Promise<void> {
  const to = driver(operation.provider);
  const paused = attempt.uncertain ? null : await whyPaused(operation);
  if (paused !== null) return notSent(db(), operation, paused);
  const { kind } = operation;
  if (kind !== 'refund' && !isContractKind(kind)) return runOther(operation, to, attempt);
  if (attempt.uncertain) return lookUp(operation, to);
  const seen = await syncSubjects(operation, to);
  // If the state already matches, there's nothing to send. A change is paid for: only its own request completes it.
  if (kind !== 'refund' && kind !== 'change-now' && seen !== null && verdictOf(operation, seen).state === 'done')
    return succeed(db(), operation, {});
  const stop = await whyNot(operation, to);
  if (stop !== null) return stopStale(operation, stop, to);
  if (!(await keepClaim(operation))) return;
  attempt.phase = 'sending';
  if (kind === 'refund') await sendRefund(operation, to);
  else {
    const confirmUrl = await sendChange(kind, operation, to);
    attempt.phase = 'sent';
    // The customer is sent there; the row stays unfinished until the provider's state shows what they did.
    if (confirmUrl !== null)
      await db().operation.update({ where: { id: operation.id }, data: { result: { awaitsCustomer: true } } });
    await look(operation, to, false);
  }
  await closeCircuits(operation);
}

/**
 * Looks up what an earlier run may have sent. If it was done, our key works, though it may have lost a permission since; other
 * answers show only that it may read. If it never happened, the sync that follows plans what is still needed.
 */
async function lookUp(operation: Operation, to: ProviderDriver): Promise<void> {
  await (operation.kind === 'refund' ? lookUpRefund(operation, to) : look(operation, to, true));
  const { status } = await operationNow(operation.id);
  if (status === 'succeeded') await closeCircuit(to.name, to.mode);
  if (status === 'withdrawn') await syncSubjects(operation, to);
}

/** Safe to send again: the provider recognizes the operation's id, or the request sets what is already set. */
async function runOther(operation: Operation, to: ProviderDriver, attempt: Attempt): Promise<void> {
  if (attempt.uncertain && isTooOld(operation)) return refuse(db(), operation, 'too old to repeat');
  attempt.phase = 'sending';
  await succeed(db(), operation, await sendOther(operation, to));
  await closeCircuits(operation);
  const { subscriptionExternalId } = operation.kind === 'adopt-method' ? subjectsOf(operation.params) : NONE;
  if (subscriptionExternalId !== null) {
    await sync(to.name, { kind: 'subscription', id: subscriptionExternalId }, { cause: `operation:${operation.id}` });
  }
}

const NONE = { subscriptionExternalId: null };

/**
 * Brings the ledger up to date and returns the provider's state of the contract. How much of a payment is refundable
 * depends on the whole subscription it paid for, whether or not that ends with the refund.
 */
async function syncSubjects({ id, params }: Operation, to: ProviderDriver): Promise<Snapshot | null> {
  const { subscriptionExternalId: named, paymentExternalId } = subjectsOf(params);
  const cause = `operation:${id}`;
  let seen: Snapshot | null = null;
  if (paymentExternalId !== null) await sync(to.name, { kind: 'payment', id: paymentExternalId }, { cause });
  const subscriptionExternalId = named ?? (await subscriptionOf(to, paymentExternalId));
  if (subscriptionExternalId !== null) {
    const begin = async (_: unknown, snapshot: Snapshot) => {
      seen = snapshot;
    };
    await sync(to.name, { kind: 'subscription', id: subscriptionExternalId }, { cause, begin });
  }
  return seen;
}

/** While it was open, nothing else could be planned on its subject: the sync that follows does that. */
async function stopStale(operation: Operation, why: string, to: ProviderDriver): Promise<void> {
  await goStale(db(), operation, why);
  await syncSubjects(operation, to);
}

async function subscriptionOf(
  { name: provider, mode }: ProviderDriver,
  payment: string | null,
): Promise<string | null> {
  if (payment === null) return null;
  const row = await db().payment.findUnique({
    where: { provider_mode_externalId: { provider, mode, externalId: payment } },
    select: { subscription: { select: { externalId: true } } },
  });
  return row?.subscription?.externalId ?? null;
}

/** Why it must not be sent after all; null if everything is as it was at the time of the request. */
async function whyNot(operation: Operation, to: ProviderDriver): Promise<string | null> {
  const now = await businessNow();
  if (operation.automatic) {
    if (!(await stillHolds(db(), operation, now))) return 'no longer true';
    const held = await whyHeld(db(), operation, now);
    if (held !== null) await alertHeld(db(), operation, held);
    return held;
  }
  const disputed = operation.kind === 'refund' ? await disputeOf(db(), operation) : null;
  if (disputed !== null) return DISPUTE_MESSAGES[disputed];
  if (!(await isAsExpected(db(), operation))) return 'changed since it was shown';
  const preview = await previewAgain(operation, to);
  return preview !== null && amountsMoved(operation, preview, { exact: to.previewsExactly, at: now })
    ? 'the amount has changed'
    : null;
}

/** Compares the provider's current state with the request, and completes the operation in the sync's transaction. */
async function look(operation: Operation, to: ProviderDriver, looking: boolean): Promise<void> {
  const { subscriptionExternalId } = subjectsOf(operation.params);
  await sync(
    to.name,
    { kind: 'subscription', id: subscriptionExternalId ?? '' },
    {
      cause: `operation:${operation.id}`,
      begin: (tx, snapshot) => conclude(tx, operation, verdictOf(operation, snapshot), looking),
    },
  );
}

async function fail(operation: Operation, { uncertain, phase }: Attempt, error: unknown): Promise<void> {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  log().error({ err: error, operation: operation.id, kind: operation.kind }, 'operation failed');
  // A page that was denied is refused.
  const denied = error instanceof ProviderRefused ? error.cause : error;
  if (denied instanceof ProviderDenied) await openCircuit(operation, denied);
  const { status } = await operationNow(operation.id);
  // Already finished: only a follow-up step has failed, and the next sync repeats it.
  if (status !== 'sent') return;
  if (phase !== 'sent' && error instanceof ProviderRefused) return afterRefusal(operation, phase, message);
  const nothingHappened = phase === 'before' || (phase === 'sending' && error instanceof ProviderUnavailable);
  return nothingHappened && !uncertain ? notSent(db(), operation, message) : keepUnknown(db(), operation, message);
}

/**
 * A refusal means that the ledger is stale, or that a retry met the effect of an earlier SDK attempt: the state is
 * checked again, and decides. If that check fails, the refusal still holds.
 */
async function afterRefusal(operation: Operation, phase: Attempt['phase'], message: string): Promise<void> {
  const { subscriptionExternalId, paymentExternalId } = subjectsOf(operation.params);
  const { kind, provider } = operation;
  const contract = isContractKind(kind) && phase === 'sending';
  const target =
    kind === 'refund' && paymentExternalId !== null
      ? ({ kind: 'payment', id: paymentExternalId } as const)
      : contract && subscriptionExternalId !== null
        ? ({ kind: 'subscription', id: subscriptionExternalId } as const)
        : null;
  const begin = (tx: Tx, snapshot: Snapshot) =>
    contract && verdictOf(operation, snapshot).state === 'done'
      ? succeed(tx, operation, {})
      : refuse(tx, operation, message);
  if (target === null) return refuse(db(), operation, message);
  await sync(provider, target, { cause: `operation:${operation.id}`, begin }).catch(async (error: unknown) => {
    log().warn({ err: error, operation: operation.id }, 'sync failed after a refusal');
    await refuse(db(), operation, message);
  });
}
