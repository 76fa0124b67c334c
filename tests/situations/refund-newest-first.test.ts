import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { type ChangeInput, changePlan, previewChange } from '@/lib/billing/account/change';
import { billingOverview } from '@/lib/billing/account/overview';
import { requestRefund } from '@/lib/billing/account/refund';
import { refundTerms } from '@/lib/billing/account/refund-terms';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { storedItems } from '@/lib/billing/ledger/contract';
import { operatorRefund } from '@/lib/billing/operators/refund';
import { driver } from '@/lib/billing/providers';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { asOwner } from '../fixtures/as-owner';
import { runNode } from '../fixtures/commands';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const command = (...words: string[]) => runNode([...tsx('scripts/refund.ts'), ...words]);
const held = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

/** A customer who buys, and changes the plan a day after each payment. Returns their payments, oldest first. */
async function buyAndChange(provider: Provider, first: 'starter' | 'pro', changes: readonly ChangeInput[]) {
  const user = await newCustomer();
  await buy(world, user, { plan: first, interval: 'month', currency: 'USD', provider } satisfies CheckoutInput);
  if (first === 'pro') await advance(15);
  for (const input of changes) {
    await advance(1);
    const { terms } = await previewChange(user.id, input);
    await changePlan(asOwner(user.id), input, terms);
    await world.quiet();
  }
  const payments = await db().payment.findMany({
    where: { workspaceId: user.id, status: 'succeeded', amount: { gt: 0 } },
    orderBy: { createdAt: 'asc' },
  });
  expect(payments).toHaveLength(changes.length + 1);
  return { user, payments, ids: payments.map(({ id }) => id) };
}

const refundable = async (userId: string) =>
  (await billingOverview(userId)).payments.flatMap(({ id, refundable }) => (refundable ? [id] : []));
const given = async (userId: string) =>
  (await db().refund.findMany({ where: { payment: { workspaceId: userId } } })).reduce(
    (sum, { amount }) => sum + amount,
    0n,
  );

const pro = (quantity: number): ChangeInput => ({ plan: 'pro', interval: 'month', quantity });
/** What the newest payment closes at Stripe, where a change keeps the period. At Dodo Payments each change starts a new one. */
type Closing = 'plan' | 'seats' | 'subscription';
const HISTORIES: [string, 'starter' | 'pro', ChangeInput[], Closing][] = [
  ['Starter and then Pro', 'starter', [{ plan: 'pro', interval: 'month' }], 'plan'],
  ['a month and then a year', 'starter', [{ plan: 'starter', interval: 'year' }], 'subscription'],
  ['Pro and then seats, and more seats', 'pro', [pro(5), pro(60)], 'seats'],
];

describe.each(PROVIDERS)('through %s', (provider) => {
  test.each(HISTORIES)(
    'who paid for %s gets the newest payment refunded first, and in the end nothing stays open',
    async (...row) => {
      const [, first, changes, atStripe] = row;
      const { user, payments, ids } = await buyAndChange(provider, first, changes);
      const [newest = '', ...earlier] = ids.toReversed();
      for (const id of earlier) {
        expect(await refundTerms(user.id, id)).toMatchObject({ refundable: false, block: 'newer-payment' });
        await expect(requestRefund(asOwner(user.id), id)).rejects.toMatchObject({
          code: 'billing/not-refundable',
          message: expect.stringContaining('Request a refund of your newest payment first.'),
        });
      }
      expect(await given(user.id)).toBe(0n);
      expect(await refundable(user.id)).toEqual([newest]);
      const closes = provider === 'stripe' ? atStripe : 'subscription';
      expect((await refundTerms(user.id, newest)).closes).toMatchObject({ kind: closes, keeps: expect.anything() });
      for (const [index, id] of [newest, ...earlier].entries()) {
        await requestRefund(asOwner(user.id), id);
        await world.quiet();
        const last = index === earlier.length;
        // What an earlier payment paid for stays open until it is refunded as well.
        expect((await getAccess(user.id)).level).toBe(last ? 'none' : 'full');
        expect((await held(user.id)).status).toBe(last || closes === 'subscription' ? 'ended' : 'active');
        expect(await refundable(user.id)).toEqual(earlier.slice(index, index + 1));
      }
      expect(await given(user.id)).toBe(payments.reduce((sum, { amount }) => sum + amount, 0n));
    },
  );

  test('a customer who removed seats in the dashboard for a credit is not refunded the same money', async () => {
    const { user, ids } = await buyAndChange(provider, 'pro', [pro(20)]);
    const { externalId, priceExternalId, items } = await held(user.id);
    const [item] = storedItems(items);
    const prorationAt = await businessNow();
    await driver(provider).changeNow(
      {
        ...{ subscriptionExternalId: externalId, itemExternalId: item?.externalId ?? '' },
        ...{ priceExternalId, quantity: 1, prorationAt },
      },
      randomUUID(),
    );
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ quantity: 1 });
    expect(await refundTerms(user.id, ids.at(-1) ?? '')).toMatchObject({ refundable: false, block: 'credited' });
    expect(await refundable(user.id)).toEqual([]);
    await expect(requestRefund(asOwner(user.id), ids.at(-1) ?? '')).rejects.toMatchObject({
      code: 'billing/not-refundable',
    });
  });

  test('the first payment after a scheduled downgrade is refundable', async () => {
    const { user } = await buyAndChange(provider, 'pro', []);
    const { terms } = await previewChange(user.id, { plan: 'starter', interval: 'month' });
    await changePlan(asOwner(user.id), { plan: 'starter', interval: 'month' }, terms);
    await advance(32);
    const { payments } = await billingOverview(user.id);
    expect(payments.map(({ amount, refundable }) => [amount, refundable])).toEqual([
      [900n, true],
      [2900n, false],
    ]);
  });

  test('an operator sees what will end before it ends: an older payment ends the subscription too', async () => {
    const { user, payments, ids } = await buyAndChange(provider, 'starter', [{ plan: 'pro', interval: 'month' }]);
    const first = ids[0] ?? '';
    const { externalId } = await held(user.id);
    const told = await command(first);
    expect(told.code).toBe(1);
    expect(told.output).toContain(`Pro ends now (subscription ${externalId}).`);
    expect(told.output).toContain('Nothing was refunded. To refund $9.00, add --yes.');
    await world.quiet();
    expect(await given(user.id)).toBe(0n);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
    expect((await command(first, '--yes')).output).toContain(`Refunded $9.00 of payment ${first}.`);
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    expect((await held(user.id)).status).toBe('ended');
    expect(await given(user.id)).toBe(payments[0]?.amount);
  });

  test('an operator’s partial refund closes nothing', async () => {
    const { user, ids } = await buyAndChange(provider, 'starter', [{ plan: 'pro', interval: 'month' }]);
    const wanted = { payment: ids[0] ?? '', amount: 400n, items: [], reason: null, actor: 'command line' };
    expect(await operatorRefund(wanted)).toMatchObject({ state: 'done' });
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
  });

  test('a refund of an older payment in the dashboard closes what was built on it', async () => {
    const { user, payments } = await buyAndChange(provider, 'pro', [pro(51)]);
    expect(await getAccess(user.id)).toMatchObject({ level: 'full', seats: 51 });
    await driver(provider).refundPayment(payments[0]?.externalId ?? '', randomUUID());
    // Dodo reports it once the money has left.
    await advance(5);
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'refunded' });
  });

  test('a year that replaced a month and is refunded in the dashboard ends the contract, and the month stays open', async () => {
    const { user, payments } = await buyAndChange(provider, 'starter', [{ plan: 'starter', interval: 'year' }]);
    await driver(provider).refundPayment(payments[1]?.externalId ?? '', randomUUID());
    // Dodo reports it once the money has left.
    await advance(5);
    expect(await held(user.id)).toMatchObject({ status: 'ended', endReason: 'refunded' });
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    expect(await given(user.id)).toBe(payments[1]?.amount);
  });

  test('a dispute of an older payment freezes; lost, it closes and never opens', async () => {
    const { user, payments } = await buyAndChange(provider, 'pro', [pro(51)]);
    await world.control(`${provider}/payments/${payments[0]?.externalId}/dispute`, {});
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'read_only', reason: 'disputed' });
    const { externalId } = await db().dispute.findFirstOrThrow({ where: { payment: { workspaceId: user.id } } });
    const lost = provider === 'stripe' ? `stripe/disputes/${externalId}/resolve` : `dodo/disputes/${externalId}/lost`;
    await world.control(lost, { outcome: 'lost' });
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'ended' });
  });
});

test('a payment for a past month is no basis for the month after it (Stripe keeps the renewal date)', async () => {
  const { user, ids } = await buyAndChange('stripe', 'starter', []);
  await advance(26);
  const { terms } = await previewChange(user.id, { plan: 'pro', interval: 'month' });
  await changePlan(asOwner(user.id), { plan: 'pro', interval: 'month' }, terms);
  await advance(7);
  const [renewal, upgrade] = await db().payment.findMany({
    where: { workspaceId: user.id, id: { notIn: ids } },
    orderBy: { createdAt: 'desc' },
  });
  expect(await refundTerms(user.id, renewal?.id ?? '')).toMatchObject({ closes: { kind: 'subscription' } });
  expect(await refundTerms(user.id, upgrade?.id ?? '')).toMatchObject({ refundable: true, closes: null });
  await requestRefund(asOwner(user.id), upgrade?.id ?? '');
  await world.quiet();
  expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
});
