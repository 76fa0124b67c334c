import { describe, expect, test } from 'vitest';
import { isContractRunning } from '@/lib/billing/access/eligibility';
import { getAccess } from '@/lib/billing/access/get-access';
import { billingOverview } from '@/lib/billing/account/overview';
import { sync } from '@/lib/billing/ledger/sync';
import { adoptContract, leaveContract } from '@/lib/billing/operators/adopt';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';
import { buy } from '../fixtures/customer';
import { createRetainer } from '../fixtures/dashboard/dodo/products';
import { createSubscription as createAtDodo } from '../fixtures/dashboard/dodo/subscriptions';
import { saveCard } from '../fixtures/dashboard/stripe/customers';
import { makeForeignPrice } from '../fixtures/dashboard/stripe/prices';
import { changePrice, createSubscription as createAtStripe } from '../fixtures/dashboard/stripe/subscriptions';
import { PROVIDERS } from '../fixtures/providers';
import { stage } from '../fixtures/stage';
import type { Story } from '../fixtures/story';
import { known, pass } from './dashboard/dodo/scene';
import { customerAlone } from './dashboard/stripe/at-stripe';

const scene = stage();
const command = (...words: string[]) => runNode([...tsx('scripts/customer.ts'), ...words]);

/** A retainer that a person created at the provider for a customer of ours, without a price of ours. */
const RETAINERS = {
  async stripe(story: Story) {
    const customer = await customerAlone(story);
    await saveCard(story.stripe, customer);
    const price = await makeForeignPrice(story.stripe);
    return (await createAtStripe(story.stripe, customer, [price])).id;
  },
  async dodo(story: Story) {
    const customerId = await known(story);
    return createAtDodo(story, { customerId, productId: await createRetainer(story) });
  },
};

const contractOf = (externalId: string) => db().subscription.findFirstOrThrow({ where: { externalId } });
const money = async () => ({
  operations: await db().operation.count({ where: { kind: { in: ['cancel', 'refund', 'void-invoice'] } } }),
  refunds: await db().refund.count(),
});
const alertsOf = async (id: string) =>
  (await db().alert.findMany({ where: { key: `foreign-contract:${id}` } })).map(({ closedAt, note }) => ({
    open: closedAt === null,
    note,
  }));

describe.each(PROVIDERS)('a retainer at %s', (provider) => {
  test('is adopted as a plan: its payments give access, it renews, and nothing is charged, canceled, or refunded', async () => {
    const story = scene.story();
    const { user } = story;
    const externalId = await RETAINERS[provider](story);
    await pass(story, 0);
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    const contract = await contractOf(externalId);
    expect(contract).toMatchObject({ origin: 'foreign', isCurrent: false });

    const decision = { workspaceId: user.id, contract: contract.id, reason: 'sold by phone', actor: 'admin:1' };
    await adoptContract({ ...decision, sku: 'pro_month' });
    await pass(story, 0);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full', reason: 'paid' });
    expect(await contractOf(externalId)).toMatchObject({ origin: 'dashboard', sku: 'pro_month', isCurrent: true });
    expect((await billingOverview(user.id)).subscription).toMatchObject({ amount: 50_000n });
    expect(await alertsOf(contract.id)).toEqual([{ open: false, note: 'adopted as pro_month: sold by phone' }]);
    expect(
      await db().billingFact.findMany({ where: { workspaceId: user.id, type: 'subscription.started' } }),
    ).toHaveLength(1);
    expect(await db().auditLog.count({ where: { action: 'contract.adopted', target: contract.id } })).toBe(1);

    const emails = () => db().email.count({ where: { userId: user.id } });
    const facts = () => db().billingFact.count({ where: { workspaceId: user.id, type: 'payment.succeeded' } });
    // Earlier payments belong to the other business, even if something about them changes later.
    expect(await emails()).toBe(0);
    expect(await facts()).toBe(0);
    const before = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    for (const cardLast4 of [before.cardLast4, '0000']) {
      await db().payment.update({ where: { id: before.id }, data: { cardLast4 } });
      await sync(provider, { kind: 'payment', id: before.externalId }, { cause: 'test' });
    }
    expect(await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } })).toMatchObject({
      sku: 'pro_month',
    });
    expect([await emails(), await facts()]).toEqual([0, 0]);
    await pass(story, 33);
    expect(await emails()).toBe(1);
    expect(await facts()).toBe(1);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full', reason: 'paid' });
    expect(await money()).toEqual({ operations: 0, refunds: 0 });
  });

  test('is left alone: its alert is closed, even after a mistaken adoption', async () => {
    const story = scene.story();
    const { user } = story;
    const externalId = await RETAINERS[provider](story);
    await pass(story, 0);
    const { id } = await contractOf(externalId);
    await adoptContract({
      workspaceId: user.id,
      contract: id,
      sku: 'starter_month',
      reason: 'a slip',
      actor: 'admin:1',
    });
    const payment = () => db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    await sync(provider, { kind: 'payment', id: (await payment()).externalId }, { cause: 'test' });
    expect(await payment()).toMatchObject({ sku: 'starter_month' });
    expect(await command(user.email, 'leave', externalId, '--reason', 'a retainer')).toMatchObject({ code: 0 });
    await pass(story, 1);
    expect(await payment()).toMatchObject({ sku: null });
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    expect(await contractOf(externalId)).toMatchObject({ origin: 'foreign', status: 'active', isCurrent: false });
    expect((await alertsOf(id)).map(({ open }) => open)).toEqual([false]);
    expect(await money()).toEqual({ operations: 0, refunds: 0 });
  });

  test('is not adopted next to a plan of ours, because that would be two', async () => {
    const story = scene.story();
    const { user } = story;
    const externalId = await RETAINERS[provider](story);
    await buy(story.world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
    await pass(story, 0);
    const refused = await command(user.email, 'adopt', externalId, '--as', 'pro_month', '--reason', 'x');
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('Adopting would make two') });
    await pass(story, 1);
    expect(await db().adoptedContract.count({ where: { externalId } })).toBe(0);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    expect(await money()).toEqual({ operations: 0, refunds: 0 });
  });
});

test('what our checkout sold can be neither adopted nor left alone', async () => {
  const story = scene.story();
  const { user } = story;
  await buy(story.world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
  const { id } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const decision = { workspaceId: user.id, contract: id, reason: 'x', actor: 'admin:1' };
  await expect(adoptContract({ ...decision, sku: 'pro_month' })).rejects.toMatchObject({ status: 409 });
  await expect(leaveContract(decision)).rejects.toMatchObject({ status: 409 });
  expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
});

test('no contract is adopted for a customer who owns Lifetime, and none of another customer', async () => {
  const story = scene.story();
  const { user } = story;
  const externalId = await RETAINERS.stripe(story);
  await pass(story, 0);
  const decision = { contract: externalId, sku: 'pro_month', reason: 'x', actor: 'admin:1' };
  const stranger = crypto.randomUUID();
  await expect(adoptContract({ ...decision, workspaceId: stranger })).rejects.toMatchObject({ status: 404 });
  await buy(story.world, user, { plan: 'lifetime', currency: 'USD', provider: 'stripe' });
  await pass(story, 0);
  await expect(adoptContract({ ...decision, workspaceId: user.id })).rejects.toMatchObject({
    code: 'billing/already-owned',
  });
});

test('an adopted contract whose price changes needs a new decision: its alert opens again', async () => {
  const story = scene.story();
  const { user } = story;
  const externalId = await RETAINERS.stripe(story);
  await pass(story, 0);
  const { id, priceExternalId } = await contractOf(externalId);
  await adoptContract({ workspaceId: user.id, contract: id, sku: 'pro_month', reason: 'by phone', actor: 'admin:1' });
  const other = await makeForeignPrice(story.stripe);
  await changePrice(story.stripe, externalId, priceExternalId, other, 'none');
  await pass(story, 0);
  expect(await contractOf(externalId)).toMatchObject({ origin: 'foreign', sku: null });
  expect((await alertsOf(id)).map(({ open }) => open)).toEqual([true]);
  const closed = { closedAt: new Date(), closedBy: 'admin:1', note: 'known' };
  await db().alert.updateMany({ where: { key: `foreign-contract:${id}` }, data: closed });
  await sync('stripe', { kind: 'subscription', id: externalId }, { cause: 'test' });
  expect((await alertsOf(id)).map(({ open }) => open)).toEqual([false]);
});

test('what our checkout sold, and a person moved to another price and adopted, is for a person to end', async () => {
  const story = scene.story();
  const { user } = story;
  await buy(story.world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
  await pass(story, 0);
  const { id, externalId, priceExternalId } = await db().subscription.findFirstOrThrow({
    where: { workspaceId: user.id },
  });
  await changePrice(story.stripe, externalId, priceExternalId, await makeForeignPrice(story.stripe), 'none');
  await pass(story, 0);
  expect(await contractOf(externalId)).toMatchObject({ origin: 'foreign' });
  await adoptContract({ workspaceId: user.id, contract: id, sku: 'pro_month', reason: 'by phone', actor: 'admin:1' });
  expect(await contractOf(externalId)).toMatchObject({ origin: 'dashboard', sku: 'pro_month', isCurrent: true });
});

test('a contract counts as current from its adoption on, even before the ledger has looked at it again', async () => {
  const story = scene.story();
  const { user } = story;
  const externalId = await RETAINERS.stripe(story);
  await pass(story, 0);
  const { provider, mode, priceExternalId } = await contractOf(externalId);
  expect(await isContractRunning(user.id)).toBe(false);
  const decided = { provider, mode, externalId, sku: 'pro_month', reason: 'by phone', actor: 'admin:1' };
  const adopted = await db().adoptedContract.create({ data: { ...decided, priceExternalId: 'another' } });
  expect(await isContractRunning(user.id)).toBe(false);
  await db().adoptedContract.update({ where: { id: adopted.id }, data: { priceExternalId } });
  expect(await isContractRunning(user.id)).toBe(true);
  const decision = { workspaceId: user.id, contract: externalId, sku: 'pro_month', reason: 'again', actor: 'admin:1' };
  await adoptContract(decision);
  expect(await contractOf(externalId)).toMatchObject({ origin: 'dashboard' });
});

test('nothing is adopted for a customer who deleted their account', async () => {
  const story = scene.story();
  const { user } = story;
  const externalId = await RETAINERS.stripe(story);
  await pass(story, 0);
  await db().workspace.update({ where: { id: user.id }, data: { deletedAt: new Date() } });
  const decision = { workspaceId: user.id, contract: externalId, sku: 'pro_month', reason: 'x', actor: 'admin:1' };
  await expect(adoptContract(decision)).rejects.toMatchObject({ status: 404 });
  expect(await db().adoptedContract.count({ where: { externalId } })).toBe(0);
});
