import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { receive } from '@/lib/billing/webhooks/inbox';
import { processAfterResponse } from '@/lib/billing/webhooks/process-after-response';
import { processTarget } from '@/lib/billing/webhooks/process-target';
import { db } from '@/lib/db';
import { dashboard } from '../fixtures/by-hand';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { statementsOf } from '../fixtures/watch-statements';
import { startWorld, type TestWorld, type Webhook } from '../fixtures/world';

/** From the arrival of an event until its target is processed; the sandbox's clock is one of them. */
const MOST_TRANSACTIONS = 4;
/** From the lease to the ledger, of a subscription and a payment that aren't known yet. */
const MOST_STATEMENTS = 20;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

describe.each(PROVIDERS)('an event about a subscription at %s', (provider) => {
  test(`costs at most ${MOST_TRANSACTIONS} transactions from its webhook to the ledger`, async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    const { externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
    const announced = await cancelByHand(provider, externalId);
    const webhook = announced.find(({ body }) => /subscription\.(deleted|cancelled)/.test(body));
    if (webhook === undefined) throw new Error('nothing was announced');
    // Late webhooks of the purchase are processed, so that the target is free.
    await world.quiet();
    const statements = await statementsOf(async () => {
      const { target } = await receive(provider, webhook.body, webhook.headers);
      if (target !== null) await processTarget({ provider, mode: 'sandbox', ...target });
    });
    expect(await db().subscription.findFirst({ where: { externalId } })).toMatchObject({ status: 'ended' });
    expect(transactionsOf(statements), statements.join('\n')).toBeLessThanOrEqual(MOST_TRANSACTIONS);
    expect(await db().syncTargetLease.count()).toBe(0);
  });
});

test.each(PROVIDERS)(
  `the first event of a purchase at %s costs at most ${MOST_STATEMENTS} statements`,
  async (provider) => {
    const user = await newCustomer();
    world.processing = false;
    await pay(world, await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider }));
    await world.control('deliveries/idle', {});
    world.processing = true;
    const { targetId } = await db().webhookEvent.findFirstOrThrow({
      where: { provider, status: 'received', targetKind: 'subscription' },
    });
    const all = await statementsOf(() =>
      processTarget({ provider, mode: 'sandbox', kind: 'subscription', id: targetId ?? '' }),
    );
    // A connection that is opened meanwhile sets its time zone.
    const statements = all.filter((text) => !text.startsWith('SET TimeZone'));
    expect(await db().subscription.findFirst({ where: { workspaceId: user.id } })).toMatchObject({ status: 'active' });
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(MOST_STATEMENTS);
    // Prisma's condition for an empty list.
    expect(statements.filter((text) => text.includes('1=0'))).toEqual([]);
  },
);

test('webhooks that arrive within a second share the other due work', async () => {
  const statements = await statementsOf(async () => {
    for (let webhook = 0; webhook < 20; webhook += 1)
      void processAfterResponse(
        { provider: 'stripe', mode: 'sandbox', kind: 'subscription', id: `sub_${webhook}` },
        Promise.resolve(),
      );
    await processAfterResponse(
      { provider: 'stripe', mode: 'sandbox', kind: 'subscription', id: 'sub_last' },
      Promise.resolve(),
    );
  });
  const rounds = statements.filter((text) => text.includes('FROM "DelinquencyCase" overdue'));
  expect(rounds.length).toBeGreaterThan(0);
  expect(rounds.length).toBeLessThanOrEqual(3);
});

async function cancelByHand(provider: 'stripe' | 'dodo', id: string): Promise<readonly Webhook[]> {
  const { stripe, dodo } = dashboard();
  const kept: Webhook[] = [];
  world.kept = kept;
  if (provider === 'stripe') await stripe.subscriptions.cancel(id);
  else await dodo.subscriptions.update(id, { status: 'cancelled' });
  await world.control('deliveries/idle', {});
  world.kept = null;
  return kept;
}

/** Counts statements that were committed alone, and those between BEGIN and COMMIT together. Nothing else runs meanwhile. */
function transactionsOf(statements: readonly string[]): number {
  let inside = false;
  let count = 0;
  for (const text of statements) {
    if (/^(BEGIN|START)/.test(text)) inside = true;
    if (/^(COMMIT|ROLLBACK)/.test(text)) inside = false;
    if (!inside) count += 1;
  }
  return count;
}
