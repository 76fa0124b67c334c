import { beforeAll, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { reconcile } from '@/lib/billing/reconcile/run';
import type { Provider } from '@/lib/billing/types';
import { MAX_ATTEMPTS } from '@/lib/billing/webhooks/failure';
import { planReplay, replay } from '@/lib/billing/webhooks/replay';
import { db } from '@/lib/db';
import { renderMetrics } from '@/lib/metrics/render';
import { dashboard, refundByHand } from '../fixtures/by-hand';
import { buy, type Customer, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

const month = { plan: 'starter', interval: 'month', currency: 'USD' } as const;
const starter = (provider: Provider) => ({ ...month, provider });
const sweep = (provider: Provider) => reconcile({ provider, actor: 'test', rootsPerSecond: 10_000 });
const access = async ({ id }: Customer) => (await getAccess(id)).level;

async function metric(name: string): Promise<number> {
  const { text } = await renderMetrics();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? Number.NaN);
}

/** Ends a customer's subscription in the dashboard, without a refund. */
async function endByHand(provider: Provider, { id }: Customer): Promise<void> {
  const { externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: id } });
  if (provider === 'stripe') await dashboard().stripe.subscriptions.cancel(externalId);
  else await dashboard().dodo.subscriptions.update(externalId, { status: 'cancelled' });
}

/** A purchase whose webhooks are dead because of a bug that is fixed now. */
async function buyDuringABug(provider: Provider): Promise<Customer> {
  const customer = await newCustomer();
  world.processing = false;
  await pay(world, await open(customer, starter(provider)));
  await world.control('deliveries/idle', {});
  await db().webhookEvent.updateMany({
    where: { status: 'received' },
    data: { status: 'dead', attempts: MAX_ATTEMPTS, error: 'a bug' },
  });
  world.processing = true;
  return customer;
}

test.each(PROVIDERS)(
  'after a day without webhooks from %s, an operator sees it and brings everything back',
  async (provider) => {
    const [renews, ended, refunded] = [await newCustomer(), await newCustomer(), await newCustomer()];
    for (const customer of [renews, ended, refunded]) await buy(world, customer, starter(provider));
    await world.control('clock', { advanceDays: 32 });
    await world.quiet();
    const waiting = await buyDuringABug(provider);

    await world.control('faults', { provider, kind: 'drop' });
    const missed = await newCustomer();
    await pay(world, await open(missed, starter(provider)));
    await endByHand(provider, ended);
    const paid = { workspaceId: refunded.id, status: 'succeeded' } as const;
    const payment = await db().payment.findFirstOrThrow({ where: paid, orderBy: { createdAt: 'desc' } });
    await refundByHand(provider, payment.externalId);
    await world.control('clock', { advanceDays: 1 });
    await world.calm();
    await world.quiet();
    expect(await access(missed)).toBe('none');
    expect(await access(ended)).toBe('full');
    expect(await access(refunded)).toBe('full');

    // The operator sees that nothing came, and what is dead.
    const silent = `tollgate_webhook_age_seconds{provider="${provider}"}`;
    expect(await metric(silent)).toBeGreaterThan(0);
    const dead = await metric('tollgate_events{status="dead"}');
    expect(dead).toBeGreaterThan(0);

    // The sweep reports every difference and repairs it.
    const run = await sweep(provider);
    expect(run).toMatchObject({ failed: 0, stopped: null });
    await world.quiet();
    const differences = `tollgate_reconcile_differences{provider="${provider}"}`;
    expect(await metric(differences)).toBeGreaterThanOrEqual(3);
    expect(await metric('tollgate_alerts_open{kind="ledger corrected"}')).toBeGreaterThan(0);
    expect(await access(missed)).toBe('full');
    expect(await access(ended)).toBe('none');
    expect(await access(refunded)).toBe('none');
    expect(await access(renews)).toBe('full');

    // What is dead is replayed, and nothing is left.
    expect(await planReplay({ by: 'dead' })).toMatchObject({ count: dead });
    expect(await replay({ by: 'dead' }, 'test')).toEqual({ processed: dead, failed: 0, waiting: 0, dead: 0 });
    expect(await access(waiting)).toBe('full');
    await world.quiet();
    const last = await sweep(provider);
    expect(last).toMatchObject({ events: 0, failed: 0 });
    expect(await db().reconcileDiff.count({ where: { runId: last.id } })).toBe(0);
    expect(await metric(differences)).toBe(0);
    expect(await metric('tollgate_events{status="dead"}')).toBeNaN();
  },
);
