import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { storedCoverage } from '@/lib/billing/access/stored-coverage';
import { sync } from '@/lib/billing/ledger/sync';
import { reconcile } from '@/lib/billing/reconcile/run';
import { processTarget, waitingTargets } from '@/lib/billing/webhooks/process-target';
import { db } from '@/lib/db';
import type { Subscription } from '@/lib/generated/prisma/client';
import { ledgerOf, newCustomer } from '../../fixtures/customer';
import { drainBilling } from '../../fixtures/drain';
import { PROVIDERS } from '../../fixtures/providers';
import type { TestWorld } from '../../fixtures/world';
import { Broken } from './broken';
import { act, type Customer, life, type Step } from './life';
import type { SecondServer } from './second-server';

/** Some customers who live at the same time, in one sandbox on one database: each of them is one history. */
export const CROWD = 20;

export interface Times {
  readonly lives: readonly Step[][];
  /** Days that pass after each round of steps. */
  readonly days: readonly number[];
  readonly faults: Readonly<Record<string, number>>;
  readonly seed: number;
  /** After which round the second server is killed; it starts again with the next one. */
  readonly killed: number;
}

const chance = (max: number) => fc.double({ min: 0, max, noNaN: true });

export const times: fc.Arbitrary<Times> = fc.record({
  lives: fc.array(life, { minLength: CROWD, maxLength: CROWD }),
  days: fc.array(fc.constantFrom(0, 0, 1, 3, 9, 16, 32), { minLength: 5, maxLength: 5 }),
  /** What may fail; each with a probability, decided by a generator of its own. */
  faults: fc.record({
    ...{ duplicate: chance(0.6), shuffle: chance(0.8), drop: chance(0.4), delay: chance(0.2) },
    ...{ '429': chance(0.05), '500': chance(0.05), timeout_after_effect: chance(0.08) },
  }),
  seed: fc.integer(),
  killed: fc.integer({ min: 0, max: 4 }),
});

const ON_THE_API = ['429', '500', 'timeout_after_effect'];

/** Plays the rounds: everyone acts at the same moment, two servers process what follows, time passes. */
export async function play(world: TestWorld, second: SecondServer, it: Times): Promise<Customer[]> {
  const users = await Promise.all(it.lives.map(() => newCustomer()));
  for (const [kind, probability] of Object.entries(it.faults)) {
    const match = ON_THE_API.includes(kind) ? 'refunds|checkout|subscriptions|payment' : null;
    await world.control('faults', { kind, probability, seed: it.seed, match, seconds: 1 });
  }
  const tickets = new Map<string, bigint>();
  for (const [round, days] of it.days.entries()) {
    await second.start();
    await Promise.all(
      users.map((user, index) => {
        const wanted = it.lives[index]?.[round];
        return wanted === undefined ? undefined : act(world, user, wanted);
      }),
    );
    await someWorkers();
    if (days > 0) await world.control('clock', { advanceDays: days });
    if (round === it.killed) await second.kill();
    await noteTickets(tickets);
  }
  return users;
}

const waiting = async (max?: number) =>
  (await Promise.all(PROVIDERS.map((provider) => waitingTargets('sandbox', provider, max)))).flat();

/** Three concurrent workers process everything that waits, while the other server runs too. */
async function someWorkers(): Promise<void> {
  const targets = await waiting();
  await Promise.all([...targets, ...targets, ...targets].map((target) => processTarget(target)));
}

/** The fencing token of a row never decreases, regardless of the last writer. */
async function noteTickets(seen: Map<string, bigint>): Promise<void> {
  const select = { id: true, ticket: true };
  const rows = [...(await db().subscription.findMany({ select })), ...(await db().payment.findMany({ select }))];
  for (const { id, ticket } of rows) {
    Broken.unless(6, ticket >= (seen.get(id) ?? 0n), `${id} fell from ${seen.get(id)} to ${ticket}`);
    seen.set(id, ticket);
  }
}

/** Stops all faults and expires every pause and lease: skips minutes of real time without waiting. */
export async function calm(world: TestWorld, second: SecondServer): Promise<void> {
  await second.kill();
  await world.calm();
  await world.control('deliveries/retry', {});
  for (let round = 0; round < 3; round += 1) {
    const over = new Date(0);
    await db().syncTargetLease.updateMany({ data: { until: over } });
    await db().webhookEvent.updateMany({ where: { status: 'failed' }, data: { nextAttemptAt: over } });
    await db().email.updateMany({ where: { status: 'sending' }, data: { leaseUntil: over } });
    await db().email.updateMany({ where: { status: 'waiting' }, data: { nextAttemptAt: over } });
    const open = { status: { in: ['planned' as const, 'sent' as const, 'unknown' as const] } };
    await db().operation.updateMany({ where: open, data: { nextAttemptAt: over } });
    // What a provider refused, or was stale, is planned again after a pause that must not end while two states are compared.
    const paused = { status: { in: ['refused' as const, 'stale' as const] } };
    await db().operation.updateMany({ where: paused, data: { nextAttemptAt: over } });
    await world.quiet();
  }
}

/** Compares with both providers; describes the differences. */
export async function differences(): Promise<string[]> {
  const found: string[] = [];
  for (const provider of PROVIDERS) {
    const { id, failed } = await reconcile({ provider, actor: 'test', rootsPerSecond: 100_000 });
    Broken.unless(21, failed === 0, `${failed} targets at ${provider} could not be compared`);
    const diffs = await db().reconcileDiff.findMany({ where: { runId: id } });
    found.push(...diffs.map(({ targetId, field, local, remote }) => `${targetId} ${field}: ${local} → ${remote}`));
  }
  return found;
}

/** Fewer than the connections of a process: with more, some would time out while waiting for one. */
const WORKERS = 6;

/** Redelivers every event so far, and several workers process them in any order: nothing may change. */
export async function replayed(): Promise<void> {
  await db().webhookEvent.updateMany({ where: { status: 'processed' }, data: { status: 'received', attempts: 0 } });
  const targets = await waiting(10_000);
  const list = [...targets, ...targets.toReversed()].values();
  const worker = async () => {
    for (const target of list) await processTarget(target);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

export async function ledgers(users: readonly Customer[]) {
  return Promise.all(
    users.map(async ({ id }) => {
      const { subscriptions, payments, grants } = await ledgerOf(id);
      // A payment's plan is known from the time it was made; the provider does not report it later.
      return {
        subscriptions: subscriptions.map(withoutMoments),
        grants,
        payments: payments.map(({ sku: _, ...payment }) => payment),
      };
    }),
  );
}

function withoutMoments<T extends Pick<Subscription, 'coverage'>>({ coverage, ...subscription }: T) {
  const { spans, ...rest } = storedCoverage(coverage);
  return { ...subscription, ...rest, spans: spans.map(({ from: _, until: __, ...span }) => span) };
}

/** Forgets every provider fact, then replays the log; what no event ever announced is fetched separately. */
export async function rebuilt(): Promise<void> {
  const subscriptions = await db().subscription.findMany();
  const once = await db().payment.findMany({ where: { subscriptionId: null } });
  await db()
    .$executeRaw`TRUNCATE "Grant", "Refund", "Dispute", "Payment", "Invoice", "SubscriptionTransition", "MrrChange", "DelinquencyCase", "Subscription"`;
  await replayed();
  const known = await db().webhookEvent.findMany({ select: { targetId: true } });
  const logged = new Set(known.map(({ targetId }) => targetId));
  for (const { provider, externalId: id } of subscriptions) {
    if (!logged.has(id)) await sync(provider, { kind: 'subscription', id }, { cause: 'rebuild' });
  }
  for (const { provider, externalId: id } of once) {
    if (!logged.has(id)) await sync(provider, { kind: 'payment', id }, { cause: 'rebuild' });
  }
  await drainBilling();
}

type Ledgers = Awaited<ReturnType<typeof ledgers>>;

const HOUR = 3_600_000;

/**
 * Dodo does not report past periods again: without the ledger, they are derived from when they were paid, which is a
 * moment after the last one ended. What is that near counts as equal.
 */
function nearest(before: Ledgers, after: Ledgers): Ledgers {
  return after.map((ledger, user) => ({
    ...ledger,
    subscriptions: ledger.subscriptions.map((row, index) => {
      const known = before[user]?.subscriptions[index]?.paidUntil;
      const isNear = row.provider === 'dodo' && known && Math.abs(Number(known) - Number(row.paidUntil)) < HOUR;
      return isNear ? { ...row, paidUntil: known } : row;
    }),
  }));
}

export function same(invariant: number, before: Ledgers, found: Ledgers): void {
  const after = nearest(before, found);
  const show = (value: unknown) => JSON.stringify(value, (_, it) => (typeof it === 'bigint' ? `${it}` : it), 1);
  if (isDeepStrictEqual(before, after)) return;
  const [was, is] = [show(before).split('\n'), show(after).split('\n')];
  const at = was.findIndex((line, index) => line !== is[index]);
  const around = (lines: string[]) => lines.slice(Math.max(0, at - 12), at + 6).join('\n');
  throw new Broken(invariant, `before:\n${around(was)}\nafter:\n${around(is)}`);
}
