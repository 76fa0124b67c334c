import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { driver } from '@/lib/billing/providers';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { reconcile } from '@/lib/billing/reconcile/run';
import { ReconcileUnderWay } from '@/lib/billing/reconcile/under-way';
import type { Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { reconcileAll } from '@/lib/drain';
import { env } from '@/lib/env';
import { tsx } from '../../scripts/lib/tools.mjs';
import { refundByHand } from '../fixtures/by-hand';
import { runNode } from '../fixtures/commands';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await world.quiet();
});

const starter = { plan: 'starter', interval: 'month', currency: 'USD' } as const;
const level = async (userId: string) => decideAccess(await loadFacts(userId), await businessNow()).level;
const run = (provider: Provider, over: { dryRun?: boolean } = {}) =>
  reconcile({ provider, actor: 'test', rootsPerSecond: 10_000, ...over });
const diffsOf = ({ id }: { id: string }) => db().reconcileDiff.findMany({ where: { runId: id } });
const silence = () => world.control('pause-deliveries', { on: true });

/** A run, then another one that has nothing left to find. */
async function runTwice(provider: Provider) {
  const first = await run(provider);
  const second = await run(provider);
  expect(second).toMatchObject({ events: 0, failed: 0 });
  expect(await diffsOf(second)).toEqual([]);
  return first;
}

describe.each(PROVIDERS)('a reconciliation with %s', (provider) => {
  test('finds what no webhook reported: a dry run shows it, a run fixes it, a second run finds nothing', async () => {
    const user = await newCustomer();
    await silence();
    const events = await db().webhookEvent.count({ where: { provider } });
    expect(await pay(world, await open(user, { ...starter, provider }))).toBe(true);

    const dry = await run(provider, { dryRun: true });
    expect(await diffsOf(dry)).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'reported' })]));
    expect(await level(user.id)).toBe('none');
    expect(await db().webhookEvent.count({ where: { provider } })).toBe(events);

    const found = await runTwice(provider);
    expect(await level(user.id)).toBe('full');
    expect(await db().alert.count({ where: { key: `drift:${found.id}` } })).toBe(1);
    expect(await db().alert.count({ where: { key: `drift:${dry.id}` } })).toBe(0);
    // Dodo has no list of events; there only the objects show it.
    expect(found.events > 0).toBe(provider === 'stripe');
    expect(dry.events).toBe(found.events);
    expect(await db().webhookEvent.count({ where: { provider } })).toBe(events + found.events);
    expect(
      await db().webhookEvent.count({ where: { provider, status: { not: 'processed' }, targetId: { not: null } } }),
    ).toBe(0);

    // Delivered after all, they change nothing.
    const before = await db().email.count({ where: { userId: user.id } });
    await world.calm();
    await world.quiet();
    expect(await db().email.count({ where: { userId: user.id } })).toBe(before);
  });

  test('finds a renewal that no webhook reported', async () => {
    const user = await newCustomer();
    await buy(world, user, { ...starter, provider });
    await silence();
    await world.control('clock', { advanceDays: 32 });
    expect(await db().payment.count({ where: { workspaceId: user.id, status: 'succeeded' } })).toBe(1);
    await runTwice(provider);
    expect(await db().payment.count({ where: { workspaceId: user.id, status: 'succeeded' } })).toBe(2);
    expect(await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } })).toMatchObject({
      status: 'active',
    });
  });

  test('finds a refund of a payment that is older than what it lists', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'lifetime', currency: 'USD', provider });
    // Dodo only refunds within thirty days.
    await world.control('clock', { advanceDays: 28 });
    await world.quiet();
    await silence();
    const { externalId, id } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    await driver(provider).refundPayment(externalId, crypto.randomUUID());
    await world.control('clock', { advanceDays: 12 });
    await runTwice(provider);
    expect(await db().refund.findMany({ where: { paymentId: id } })).toMatchObject([{ status: 'succeeded' }]);
    expect(await level(user.id)).toBe('none');
  });

  test('finds a refund that arrived without a webhook, however long it took', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    await refundByHand(provider, payment.externalId);
    await run(provider);
    await db().refund.updateMany({ where: { paymentId: payment.id }, data: { status: 'pending' } });
    await silence();
    await world.control('clock', { advanceDays: 50 });
    await run(provider);
    expect(await db().refund.findMany({ where: { paymentId: payment.id } })).toMatchObject([{ status: 'succeeded' }]);
    await world.quiet();
    expect(await db().email.count({ where: { userId: user.id, kind: 'refund' } })).toBe(1);
  });

  test('that was interrupted continues with the list it had reached', async () => {
    await buy(world, await newCustomer(), { ...starter, provider });
    const money = { stripe: '/v1/refunds', dodo: '/refunds' }[provider];
    await world.control('faults', { kind: '500', provider, match: `GET .*${money}` });
    const cut = await run(provider);
    expect(cut).toMatchObject({ finishedAt: null, stoppedAt: 'money', stopped: expect.any(String) });
    await world.calm();
    const { last } = await world.control<{ last: number }>('requests');
    const resumed = await run(provider);
    expect(resumed).toMatchObject({ id: cut.id, stoppedAt: null, stopped: null });
    const { data } = await world.control<{ data: { path: string }[] }>(`requests?provider=${provider}&since=${last}`);
    const lists = data.map(({ path }) => path.replace(/\?.*/, '').split('/').at(-1));
    expect(lists).not.toContain('subscriptions');
    expect(lists).toContain('refunds');
    expect((await run(provider)).id).not.toBe(cut.id);
  });

  test('is done by one process at a time', async () => {
    const tries = await Promise.allSettled([run(provider), run(provider), run(provider)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const failed of tries.filter((one) => one.status === 'rejected'))
      expect(failed.reason).toBeInstanceOf(ReconcileUnderWay);
  });

  test('stops when the provider is unreachable, reports what is left, and the next one continues', async () => {
    // Dodo has no list of events to begin with.
    const stoppedAt = { stripe: 'events', dodo: 'subscriptions' }[provider];
    await world.control('faults', { kind: '500', provider });
    expect(await run(provider)).toMatchObject({
      ...{ finishedAt: null, stoppedAt, stopped: expect.any(String) },
    });
    const other = provider === 'stripe' ? 'dodo' : 'stripe';
    const reports = await reconcileAll();
    expect(reports.find((report) => report.provider === provider)).toMatchObject({
      state: 'partial',
      stoppedAt,
    });
    expect(reports.find((report) => report.provider === other)).toMatchObject({ state: 'done', stoppedAt: null });
    const [open] = await db().reconcileRun.findMany({ where: { provider, finishedAt: null } });
    await world.calm();
    expect(await run(provider)).toMatchObject({ id: open?.id, failed: 0, stopped: null });
  });

  test('is not stopped by a single rate-limited answer', async () => {
    await buy(world, await newCustomer(), { ...starter, provider });
    for (const match of ['subscriptions', 'payment']) {
      await world.control('faults', { kind: '429', provider, times: 1, retryAfter: 0, match });
      expect(await run(provider)).toMatchObject({ failed: 0, stopped: null });
      await world.calm();
    }
  });

  test('stops in the middle when it is refused, raises one alert, and continues at the same target', async () => {
    await buy(world, await newCustomer(), { ...starter, provider });
    const subscription = { stripe: '/v1/subscriptions/', dodo: '/subscriptions/' }[provider];
    await world.control('faults', { kind: '401', provider, match: `GET .*${subscription}` });
    const stopped = await run(provider);
    expect(stopped).toMatchObject({ finishedAt: null, failed: 0 });
    expect(stopped.stoppedAt).toBe('ledger');
    expect(await db().alert.count({ where: { key: { startsWith: `key-denied:${provider}` } } })).toBe(1);
    await world.calm();
    const resumed = await run(provider);
    expect(resumed).toMatchObject({ id: stopped.id, failed: 0, stopped: null });
    expect(resumed.checked).toBeGreaterThan(stopped.checked);
  });

  test('goes past what our key may not read, says that it failed, and finds it once it may', async () => {
    const user = await newCustomer();
    await buy(world, user, { ...starter, provider });
    await silence();
    const { externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
    await world.control('clock', { advanceDays: 32 });
    await world.control('faults', { kind: '403', provider, match: `GET .*/subscriptions/${externalId}` });
    const { checked, failed, stopped } = await run(provider);
    expect(stopped).toBeNull();
    expect(failed).toBeGreaterThan(0);
    expect(checked).toBeGreaterThan(failed);
    expect(await db().alert.count({ where: { key: { startsWith: `key-denied:${provider}` } } })).toBe(1);
    await world.calm();
    expect(await run(provider)).toMatchObject({ failed: 0, stopped: null });
    expect(await db().payment.count({ where: { workspaceId: user.id, status: 'succeeded' } })).toBe(2);
  });

  test('while a killed run holds it: the command prints who reconciles and for how long, and exits with 3', async () => {
    const { mode } = driver(provider);
    const [{ until } = { until: new Date() }] = await db().$queryRaw<{ until: Date }[]>`
      SELECT now() + make_interval(secs => 90) AS until`;
    const held = await db().reconcileRun.create({
      data: { provider, mode, dryRun: false, actor: 'admin:ada', leaseUntil: until },
    });
    const said = await runNode(tsx('scripts/reconcile.ts'));
    expect(said.code, said.output).toBe(3);
    expect(said.output).toMatch(new RegExp(`${provider} is being reconciled by admin:ada .* in \\d+ seconds`));
    expect(said.output).not.toContain('    at ');
    await db().reconcileRun.delete({ where: { id: held.id } });
    expect(await runNode(tsx('scripts/reconcile.ts'))).toMatchObject({ code: 0 });
  });
});

test('a customer deleted in the Dashboard without a webhook is retired', async () => {
  const user = await newCustomer();
  const { externalId } = await open(user, { ...starter, provider: 'stripe' });
  expect(externalId).not.toBeNull();
  const customer = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id } });
  const settings = env().payments.stripe;
  if (settings === null) throw new Error('the sandbox speaks for Stripe');
  world.kept = [];
  await stripeClient(settings).customers.del(customer.externalId);
  await world.control('deliveries/idle', {});
  world.kept = null;
  const found = await runTwice('stripe');
  expect(await diffsOf(found)).toContainEqual(
    expect.objectContaining({
      targetId: customer.externalId,
      field: 'customer retired',
      local: 'false',
      remote: 'true',
    }),
  );
  expect(await db().customer.count({ where: { workspaceId: user.id, retiredAt: null } })).toBe(0);
});
