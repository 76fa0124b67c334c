import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { requestRefund } from '@/lib/billing/account/refund';
import { refundTerms } from '@/lib/billing/account/refund-terms';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { operatorRefund, operatorRefundTerms } from '@/lib/billing/operators/refund';
import { assertRefundShown, refundFingerprint } from '@/lib/billing/operators/refund-shown';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { asOwner } from '../fixtures/as-owner';
import { runNode } from '../fixtures/commands';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { countRequests, operationsOf, withSettings } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const asked = { amount: null, items: [], reason: 'a promise', actor: 'command line' };
const DISPUTED = /This payment is disputed.*dashboard/;
const CHARGED_BACK = /This payment was charged back.*already/;

const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const lifetime = (provider: Provider): CheckoutInput => ({ plan: 'lifetime', currency: 'USD', provider });

async function buyer(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, starter(provider));
  return { user, payment: await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } }) };
}

/** The bank takes the money back for now. */
const dispute = (provider: Provider, payment: string, more: object = {}) =>
  world.control(`${provider}/payments/${payment}/dispute`, more);

async function decide(provider: Provider, payment: string, outcome: 'won' | 'lost'): Promise<void> {
  const { externalId } = await db().dispute.findFirstOrThrow({ where: { payment: { externalId: payment } } });
  if (provider === 'stripe') await world.control(`stripe/disputes/${externalId}/resolve`, { outcome });
  else await world.control(`dodo/disputes/${externalId}/${outcome}`, {});
  await world.quiet();
}

const sent = (provider: Provider) => countRequests(world, provider, /^POST .*refunds$/);
const refused = (message: RegExp) => ({
  code: 'billing/not-refundable',
  message: expect.stringMatching(message) as string,
});
const command = (...words: string[]) => runNode([...tsx('scripts/refund.ts'), ...words]);
const heldBecause = async (userId: string) => {
  const { id } = await newest(userId);
  const alerts = await db().alert.findMany({ where: { key: `held:refund:${id}`, closedAt: null } });
  return alerts.map(({ detail }) => JSON.stringify(detail));
};

/** Bought twice: a checkout that couldn't be closed is paid as well, an hour later. The second payment, not processed. */
async function boughtTwice(first: CheckoutInput, second: CheckoutInput) {
  const user = await newCustomer();
  const one = await open(user, first);
  await db().checkout.updateMany({ where: { id: one.id }, data: { state: 'superseded' } });
  const two = await open(user, second);
  await pay(world, one);
  await world.quiet();
  await world.control('clock', { advanceSeconds: 3_600 });
  await pay(world, two);
  return { user, second: () => newest(user.id) };
}

const newest = (userId: string) =>
  db().payment.findFirstOrThrow({
    where: { workspaceId: userId },
    orderBy: { createdAt: 'desc' },
    include: { refunds: true },
  });

describe.each(PROVIDERS)('through %s', (provider) => {
  test('an operator cannot refund a disputed or charged-back payment, and learns why', async () => {
    const { payment } = await buyer(provider);
    const before = await sent(provider);
    const shown = refundFingerprint(await operatorRefundTerms({ payment: payment.id, ...asked }));
    await dispute(provider, payment.externalId);
    await world.quiet();
    for (const [message, amount] of [
      [DISPUTED, null],
      [DISPUTED, 100n],
      [CHARGED_BACK, null],
    ] as const) {
      if (message === CHARGED_BACK) await decide(provider, payment.externalId, 'lost');
      const wanted = { ...asked, payment: payment.id, amount };
      await expect(operatorRefundTerms(wanted)).rejects.toMatchObject(refused(message));
      await expect(assertRefundShown(wanted, shown)).rejects.toMatchObject(refused(message));
      await expect(operatorRefund(wanted)).rejects.toMatchObject(refused(message));
      const said = await command(payment.externalId, '--yes');
      expect(said.code).toBe(1);
      expect(said.output).toMatch(message);
    }
    expect(await sent(provider)).toBe(before);
    expect(await db().auditLog.count({ where: { target: payment.id } })).toBe(0);
  });

  test('a dispute that was won blocks no refund', async () => {
    const { payment } = await buyer(provider);
    await dispute(provider, payment.externalId);
    await world.quiet();
    await decide(provider, payment.externalId, 'won');
    expect(await operatorRefund({ payment: payment.id, ...asked })).toMatchObject({ state: 'done' });
  });

  test('an inquiry, which has taken no money yet, blocks no refund', async () => {
    const { payment } = await buyer(provider);
    await dispute(provider, payment.externalId, provider === 'stripe' ? { kind: 'inquiry' } : { stage: 'pre_dispute' });
    await world.quiet();
    expect(await db().dispute.findFirst({ where: { paymentId: payment.id } })).toMatchObject({ status: 'inquiry' });
    expect(await operatorRefund({ payment: payment.id, ...asked })).toMatchObject({ state: 'done' });
  });

  test('an operator confirms a refund while a dispute is opened: it isn’t sent', async () => {
    const { user, payment } = await buyer(provider);
    const before = await sent(provider);
    world.kept = [];
    await dispute(provider, payment.externalId);
    await expect(operatorRefund({ payment: payment.id, ...asked })).rejects.toMatchObject(refused(DISPUTED));
    expect(await sent(provider)).toBe(before);
    expect(await operationsOf(user.id)).toEqual(['refund stale']);
  });

  test('a customer confirms a refund while a dispute is opened: it isn’t sent, and can’t be requested again', async () => {
    const { user, payment } = await buyer(provider);
    const before = await sent(provider);
    world.kept = [];
    await dispute(provider, payment.externalId);
    await expect(requestRefund(asOwner(user.id), payment.id)).rejects.toMatchObject({
      code: 'billing/preview-expired',
    });
    expect(await sent(provider)).toBe(before);
    expect(await refundTerms(user.id, payment.id)).toMatchObject({ refundable: false, block: 'not-refundable' });
    expect(await db().selfServiceRefund.count({ where: { workspaceId: user.id } })).toBe(0);
  });

  test.each([
    ['subscription', starter],
    ['Lifetime', lifetime],
  ] as const)(
    'a second %s disputed before its refund raises an alert and is not refunded as well',
    async (_, input) => {
      const { user, second } = await boughtTwice(input(provider), input(provider));
      const before = await sent(provider);
      await withSettings({ actions: false }, () => world.quiet());
      world.kept = [];
      const { externalId } = await second();
      await dispute(provider, externalId);
      await world.quiet();
      expect(await sent(provider)).toBe(before);
      expect(await heldBecause(user.id)).toEqual([expect.stringMatching(DISPUTED)]);
      world.kept = null;
      await decide(provider, externalId, 'lost');
      expect(await sent(provider)).toBe(before);
      const subscriptions = await db().subscription.findMany({ where: { workspaceId: user.id } });
      expect(subscriptions.map(({ status }) => status).sort()).toEqual(input === starter ? ['active', 'ended'] : []);
      expect(await heldBecause(user.id)).toEqual([]);
    },
  );
});

// Stripe's page is closed with the account.
test('paid on Dodo’s page that was open while the account was deleted, and disputed: it ends, and is not refunded on top', async () => {
  const user = await newCustomer();
  const checkout = await open(user, starter('dodo'));
  await deleteAccount(user.id);
  await world.control('clock', { advanceDays: 0.01 });
  await pay(world, checkout);
  const before = await sent('dodo');
  await withSettings({ actions: false }, () => world.quiet());
  world.kept = [];
  await dispute('dodo', (await newest(user.id)).externalId);
  await world.quiet();
  expect(await sent('dodo')).toBe(before);
  expect(await db().subscription.findMany({ where: { workspaceId: user.id } })).toMatchObject([{ status: 'ended' }]);
});
