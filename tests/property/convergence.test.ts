import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOfSubscription } from '@/lib/billing/access';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/cancel';
import type { CheckoutInput } from '@/lib/billing/checkout';
import { loadSubscriptionFact } from '@/lib/billing/facts';
import { settle, waitingRoots } from '@/lib/billing/process';
import { reconcile } from '@/lib/billing/reconcile';
import { requestRefund } from '@/lib/billing/refund';
import { sync } from '@/lib/billing/sync';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { FAILS_LATER_CARD, GOOD_CARD, ledgerOf, newCustomer, open, pay } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

/** `npm test` runs some; `npm run test:property` sets thousands. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 40);

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

type Customer = Awaited<ReturnType<typeof newCustomer>>;
type Step =
  | { do: 'buy'; input: CheckoutInput; card: string }
  | { do: 'cancel' | 'undo' | 'refund' | 'dispute' }
  | { do: 'wait'; days: number };

const provider = fc.constantFrom('stripe' as const, 'dodo' as const);
const input: fc.Arbitrary<CheckoutInput> = fc.oneof(
  fc.record({
    plan: fc.constantFrom('starter' as const, 'pro' as const),
    interval: fc.constantFrom('month' as const, 'year' as const),
    currency: fc.constant('USD' as const),
    provider,
  }),
  fc.record({ plan: fc.constant('lifetime' as const), currency: fc.constant('USD' as const), provider }),
  fc.record({
    plan: fc.constant('credits' as const),
    quantity: fc.integer({ min: 1, max: 3 }),
    currency: fc.constant('USD' as const),
    provider,
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('buy' as const),
      input,
      card: fc.constantFrom(GOOD_CARD, GOOD_CARD, FAILS_LATER_CARD),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'undo' as const, 'refund' as const, 'dispute' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }) },
);

/** What may fail on the way; each with a probability and a seed of its own. */
const faults = fc.record({
  duplicate: fc.double({ min: 0, max: 0.6, noNaN: true }),
  shuffle: fc.double({ min: 0, max: 0.8, noNaN: true }),
  drop: fc.double({ min: 0, max: 0.4, noNaN: true }),
  '500': fc.double({ min: 0, max: 0.15, noNaN: true }),
  timeout_after_effect: fc.double({ min: 0, max: 0.1, noNaN: true }),
});

/** An expected no (already subscribed, provider away) is part of life; anything else fails the run. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

async function act(user: Customer, wanted: Step): Promise<void> {
  switch (wanted.do) {
    case 'buy':
      return attempt(async () => pay(world, await open(user, wanted.input), wanted.card));
    case 'cancel':
      return attempt(() => cancelAtPeriodEnd(user.id, { feedback: 'other', comment: null }));
    case 'undo':
      return attempt(() => undoCancel(user.id));
    case 'refund': {
      const payment = await db().payment.findFirst({ where: { userId: user.id, status: 'succeeded' } });
      return payment === null ? undefined : attempt(() => requestRefund(user.id, payment.id));
    }
    case 'dispute': {
      const payment = await db().payment.findFirst({
        where: { userId: user.id, status: 'succeeded', disputes: { none: {} } },
      });
      if (payment === null) return;
      // A refunded payment cannot be disputed; the sandbox says so.
      await world.control(`${payment.provider}/payments/${payment.externalId}/dispute`, {}).catch(() => undefined);
      return;
    }
    case 'wait':
      await world.control('clock', { advanceDays: wanted.days });
  }
}

/** Two workers at once over whatever waits, as two servers would. */
async function twoWorkers(): Promise<void> {
  const roots = await waitingRoots('sandbox');
  await Promise.all([...roots, ...roots].map((root) => settle(root)));
}

/** Real time passes for everything that waits for its backoff. */
async function noMoreWaiting(): Promise<void> {
  await db().webhookEvent.updateMany({ where: { status: 'failed' }, data: { nextAttemptAt: new Date(0) } });
  await db().operation.updateMany({
    where: { status: { in: ['planned', 'sent', 'unknown'] } },
    data: { nextAttemptAt: new Date(0) },
  });
}

async function calm(): Promise<void> {
  await fetch(`${world.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  for (let round = 0; round < 4; round += 1) {
    await noMoreWaiting();
    await world.quiet();
  }
}

async function holds(user: Customer): Promise<void> {
  const subscriptions = await db().subscription.findMany({ where: { userId: user.id } });
  const payments = await db().payment.findMany({
    where: { userId: user.id },
    include: { refunds: true, grants: true },
  });
  expect(subscriptions.filter((row) => row.holdsSlot).length).toBeLessThanOrEqual(1);
  for (const payment of payments) {
    const back = payment.refunds.reduce((sum, row) => (row.status === 'failed' ? sum : sum + row.amount), 0n);
    expect(back).toBeLessThanOrEqual(payment.amount);
    const receipts = await db().email.count({ where: { key: `receipt:${payment.id}` } });
    expect(receipts).toBe(payment.status === 'succeeded' && payment.amount > 0n ? 1 : 0);
    const once = payment.status === 'succeeded' && payment.subscriptionId === null ? 1 : 0;
    expect(payment.grants.length).toBe(once);
  }
  const now = await businessNow();
  for (const { id, status, paidUntil } of subscriptions) {
    const decided = accessOfSubscription(await loadSubscriptionFact(db(), id), now);
    if (decided.level === 'full') expect(status !== 'failed' && paidUntil !== null).toBe(true);
    const cases = await db().delinquencyCase.count({ where: { subscriptionId: id, state: 'open' } });
    expect(cases).toBe(status === 'past_due' ? 1 : cases);
    expect(cases).toBeLessThanOrEqual(1);
  }
  const keys = await db().email.groupBy({ by: ['key'], where: { userId: user.id }, _count: true });
  expect(keys.every((row) => row._count === 1)).toBe(true);
}

/** Forgets every provider fact of a customer, then asks the providers about each thing once more. */
async function rebuild(user: Customer): Promise<void> {
  const mine = { where: { userId: user.id } };
  const subscriptions = await db().subscription.findMany(mine);
  const once = await db().payment.findMany({ where: { userId: user.id, subscriptionId: null } });
  await db().grant.deleteMany(mine);
  await db().refund.deleteMany({ where: { payment: { userId: user.id } } });
  await db().dispute.deleteMany({ where: { payment: { userId: user.id } } });
  await db().payment.deleteMany(mine);
  await db().subscriptionTransition.deleteMany({ where: { subscription: { userId: user.id } } });
  await db().delinquencyCase.deleteMany({ where: { subscription: { userId: user.id } } });
  await db().subscription.deleteMany(mine);
  for (const { provider: at, externalId: id } of subscriptions) {
    await sync(at, { kind: 'subscription', id }, { cause: 'rebuild' });
  }
  for (const { provider: at, externalId: id } of once) await sync(at, { kind: 'payment', id }, { cause: 'rebuild' });
}

test(
  'whatever is lost, doubled, late or cut, the ledger ends as the provider says',
  async () => {
    let histories = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 8 }),
        faults,
        fc.integer(),
        async (steps, trouble, seed) => {
          histories += 1;
          const user = await newCustomer();
          for (const [kind, probability] of Object.entries(trouble)) {
            await world.control('faults', {
              kind,
              probability,
              seed,
              ...(kind.startsWith('t') || kind === '500' ? { match: 'refunds|checkout|subscriptions|payment' } : {}),
            });
          }
          for (const wanted of steps) {
            await act(user, wanted);
            await twoWorkers();
          }
          await calm();
          for (const at of ['stripe', 'dodo'] as const) {
            const found = await reconcile({ provider: at, actor: 'test', rootsPerSecond: 10_000 });
            expect(found.failed).toBe(0);
          }
          await calm();
          for (const at of ['stripe', 'dodo'] as const) {
            const again = await reconcile({ provider: at, actor: 'test', rootsPerSecond: 10_000 });
            expect(await db().reconcileDiff.findMany({ where: { runId: again.id } })).toEqual([]);
          }
          await holds(user);
          expect(
            await db().webhookEvent.count({ where: { status: { in: ['received', 'processing', 'failed', 'dead'] } } }),
          ).toBe(0);
          const { subscriptions, payments } = await ledgerOf(user.id);
          await rebuild(user);
          await calm();
          const after = await ledgerOf(user.id);
          expect({ subscriptions: after.subscriptions, payments: after.payments }).toEqual({ subscriptions, payments });
          await world.control('reset', {});
          await db().providerPrice.deleteMany();
          await world.push();
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    console.log(`${histories} histories`);
  },
  RUNS * 30_000,
);
