import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ChangeInput, changePlan, previewChange } from '@/lib/billing/account/change';
import { storedItems } from '@/lib/billing/ledger/contract';
import { driver } from '@/lib/billing/providers';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { asOwner } from '../../fixtures/as-owner';
import { newCustomer, open, pay } from '../../fixtures/customer';
import { PROVIDERS } from '../../fixtures/providers';
import { startWorld, type TestWorld } from '../../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const subscriptionOf = (userId: string) =>
  db().subscription.findFirstOrThrow({ where: { workspaceId: userId, isCurrent: true } });
const UPGRADES: readonly (readonly [from: ChangeInput, to: ChangeInput])[] = [
  [
    { plan: 'starter', interval: 'month' },
    { plan: 'pro', interval: 'month' },
  ],
  [
    { plan: 'starter', interval: 'month' },
    { plan: 'starter', interval: 'year' },
  ],
  [
    { plan: 'starter', interval: 'month' },
    { plan: 'pro', interval: 'year' },
  ],
  [
    { plan: 'starter', interval: 'year' },
    { plan: 'pro', interval: 'year' },
  ],
];

describe.each(PROVIDERS)('through %s', (provider) => {
  test('invariant 19: an upgrade at any moment of the period costs its previewed amount, to the minor unit', async () => {
    const days = fc.double({ min: 0, max: 27, noNaN: true });
    const currency = fc.constantFrom('USD' as const, 'EUR' as const, 'JPY' as const);
    let upgrades = 0;
    await fc.assert(
      fc.asyncProperty(
        days,
        fc.shuffledSubarray([...UPGRADES], { minLength: 3 }),
        currency,
        async (wait, pairs, billed) => {
          const customers = await Promise.all(
            pairs.map(async ([from, to]) => {
              const user = await newCustomer();
              await pay(world, await open(user, { ...from, currency: billed, provider }));
              return { user, to };
            }),
          );
          await world.quiet();
          await world.control('clock', { advanceSeconds: Math.floor(wait * 86_400) });
          await world.control('clock', { freeze: true });
          await Promise.all(
            customers.map(async ({ user, to }) => {
              const seen = await previewChange(user.id, to);
              await changePlan(asOwner(user.id), to, seen.terms);
              const [charge] = await db().payment.findMany({
                where: { workspaceId: user.id },
                orderBy: { createdAt: 'desc' },
              });
              const { amount, currency: paidIn, status } = charge ?? {};
              expect({ amount, currency: paidIn, status }).toEqual({
                ...{ amount: seen.dueNow, currency: seen.currency, status: 'succeeded' },
              });
              upgrades += 1;
            }),
          );
          await world.control('clock', { freeze: false });
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
    console.log(`${upgrades} upgrades at ${provider}`);
  });

  test('invariant 20: an upgrade that is undone at the same moment nets nothing', async () => {
    if (provider === 'dodo') await world.control('dodo/switches', { proration_billing_date: 'keep' });
    const user = await newCustomer();
    await pay(world, await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider }));
    await world.quiet();
    await world.control('clock', { advanceSeconds: 1_234_567 });
    await world.control('clock', { freeze: true });
    const { terms, dueNow } = await previewChange(user.id, { plan: 'pro', interval: 'month' });
    const { externalId, priceExternalId, items } = await subscriptionOf(user.id);
    const itemExternalId = storedItems(items)[0]?.externalId ?? '';
    const prorationAt = await businessNow();
    await changePlan(asOwner(user.id), { plan: 'pro', interval: 'month' }, terms);
    const back = await driver(provider).previewChange({
      ...{ subscriptionExternalId: externalId, itemExternalId, priceExternalId, quantity: 1, prorationAt },
    });
    expect(dueNow).toBeGreaterThan(0n);
    expect(back).toEqual({ dueNow: 0n, credit: dueNow, currency: 'USD' });
    await driver(provider).changeNow(
      { subscriptionExternalId: externalId, itemExternalId, priceExternalId, quantity: 1, prorationAt },
      randomUUID(),
    );
    await world.control('clock', { freeze: false });
    await world.control('clock', { advanceDays: 1 });
    await world.quiet();
    const later = await previewChange(user.id, { plan: 'pro', interval: 'month' });
    // The credit pays for the same upgrade: a day later it costs less than the credit.
    expect(later.dueNow).toBe(0n);
    if (provider === 'dodo') await world.control('dodo/switches', { proration_billing_date: 'reset' });
  });

  test('invariant 20: the cost of a change grows evenly with the quantity, shrinks with the time left, and never credits more than was paid', async () => {
    const users = await Promise.all(Array.from({ length: 2 }, () => newCustomer()));
    const [cheap, dear] = users;
    if (cheap === undefined || dear === undefined) throw new Error('two customers');
    await pay(world, await open(cheap, { plan: 'starter', interval: 'month', currency: 'USD', provider }));
    await pay(world, await open(dear, { plan: 'starter', interval: 'year', currency: 'USD', provider }));
    await world.quiet();
    const price = async (sku: string) =>
      (await db().providerPrice.findFirstOrThrow({ where: { provider, sku, currency: 'USD', active: true } }))
        .externalId;
    const [pro, starter] = [await price('pro_month'), await price('starter_month')];
    const preview = async (userId: string, priceExternalId: string, quantity: number) => {
      const { externalId, items } = await subscriptionOf(userId);
      const itemExternalId = storedItems(items)[0]?.externalId ?? '';
      const prorationAt = new Date(Math.floor((await businessNow()).getTime() / 1000) * 1000);
      const wanted = { subscriptionExternalId: externalId, itemExternalId, priceExternalId, quantity, prorationAt };
      return driver(provider).previewChange(wanted);
    };
    let before: bigint | null = null;
    for (const days of [0, 3, 9, 8.7]) {
      await world.control('clock', { advanceSeconds: days * 86_400 });
      await world.control('clock', { freeze: true });
      const [one, two, four] = await Promise.all([1, 2, 4].map((quantity) => preview(cheap.id, pro, quantity)));
      if (one === undefined || two === undefined || four === undefined) throw new Error('three previews');
      const each = two.dueNow - one.dueNow;
      const off = four.dueNow - two.dueNow - 2n * each;
      expect(off >= -2n && off <= 2n, `${one.dueNow}, ${two.dueNow}, ${four.dueNow}`).toBe(true);
      if (before !== null) expect(one.dueNow).toBeLessThanOrEqual(before);
      before = one.dueNow;
      const { credit } = await preview(dear.id, starter, 1);
      expect(credit).toBeLessThanOrEqual(9000n);
      await world.control('clock', { freeze: false });
    }
  });
});
