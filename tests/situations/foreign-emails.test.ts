import { describe, expect, test } from 'vitest';
import { adoptContract } from '@/lib/billing/operators/adopt';
import { db } from '@/lib/db';
import { drainOutbox } from '@/lib/mail/outbox';
import { dashboard, look, sellRetainer } from '../fixtures/by-hand';
import { open } from '../fixtures/customer';
import { refundPart, refundPayment as refundPaymentAtDodo, settleRefund } from '../fixtures/dashboard/dodo/money';
import { refundPayment } from '../fixtures/dashboard/stripe/money';
import { PROVIDERS } from '../fixtures/providers';
import { buys, stage } from '../fixtures/stage';

const scene = stage();

/** Kinds of the emails to the customer, queued and sent, in alphabetical order. */
async function emails(status?: 'dropped' | 'sent'): Promise<string[]> {
  const rows = await db().email.findMany({
    where: { userId: scene.story().user.id, ...(status === undefined ? {} : { status }) },
    orderBy: { kind: 'asc' },
  });
  return rows.map(({ kind }) => kind);
}

/** The payment at the provider for a subscription. */
const paymentFor = async (externalId: string) =>
  db().payment.findFirstOrThrow({ where: { subscription: { externalId }, status: 'succeeded' } });

async function endNow(provider: 'stripe' | 'dodo', id: string): Promise<void> {
  const { stripe, dodo } = dashboard();
  if (provider === 'stripe') await stripe.subscriptions.cancel(id);
  else await dodo.subscriptions.update(id, { status: 'cancelled' });
}

/** Refunds a payment, or an amount of it in minor units. Dodo settles it later. */
async function refund(provider: 'stripe' | 'dodo', id: string, amount?: number): Promise<void> {
  const story = scene.story();
  if (provider === 'stripe') await refundPayment(story.stripe, id, amount);
  else {
    const made = amount === undefined ? await refundPaymentAtDodo(story, id) : await refundPart(story, id, amount);
    await settleRefund(story, made, 'succeeded');
  }
  await story.world.quiet();
}

/** The subscription sells something else from now on, and not what we sell. */
async function sellSomethingElse(provider: 'stripe' | 'dodo', id: string): Promise<void> {
  const { stripe, dodo } = dashboard();
  if (provider === 'stripe') {
    const product = await stripe.products.create({ name: 'Retainer' });
    const price = await stripe.prices.create({
      ...{ unit_amount: 50_000, currency: 'usd', product: product.id, recurring: { interval: 'month' } },
    });
    const { items } = await stripe.subscriptions.retrieve(id);
    const item = { id: items.data[0]?.id ?? '', price: price.id };
    await stripe.subscriptions.update(id, { items: [item], proration_behavior: 'none' });
    return;
  }
  const { product_id } = await dodo.products.create({
    name: 'Retainer',
    tax_category: 'saas',
    price: {
      ...{ type: 'recurring_price', price: 50_000, currency: 'USD', discount: 0, purchasing_power_parity: false },
      ...{ payment_frequency_count: 1, payment_frequency_interval: 'Month' },
      ...{ subscription_period_count: 10, subscription_period_interval: 'Year' },
    },
  });
  await dodo.subscriptions.changePlan(id, {
    ...{ product_id, quantity: 1, proration_billing_mode: 'prorated_immediately' },
  });
}

describe.each(PROVIDERS)('through %s', (provider) => {
  const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider } as const;

  test('a customer with our plan hears nothing from us about a retainer that another business cancels, refunds, and ends', async () => {
    const { world, user } = scene.story();
    const { stripe, dodo } = dashboard();
    await buys(scene.story(), starter);
    await world.quiet();
    const retainer = await sellRetainer(world, user.id, provider);
    await world.quiet();
    if (provider === 'stripe') await stripe.subscriptions.update(retainer, { cancel_at_period_end: true });
    else await dodo.subscriptions.update(retainer, { cancel_at_next_billing_date: true });
    await world.quiet();
    expect(await db().subscription.findFirst({ where: { externalId: retainer } })).toMatchObject({ origin: 'foreign' });
    await refund(provider, (await paymentFor(retainer)).externalId);
    if (provider === 'stripe') await stripe.subscriptions.update(retainer, { cancel_at_period_end: false });
    else await dodo.subscriptions.update(retainer, { cancel_at_next_billing_date: false });
    await world.quiet();
    await endNow(provider, retainer);
    await world.quiet();
    expect(await db().subscription.findFirst({ where: { externalId: retainer } })).toMatchObject({ status: 'ended' });
    expect(await db().refund.count({ where: { status: 'succeeded' } })).toBe(1);
    expect(await emails()).toEqual(['receipt']);
  });

  test('a disputed retainer of another business is an alert for the operator, and no email to its customer', async () => {
    const { world, user } = scene.story();
    await buys(scene.story(), starter);
    await world.quiet();
    const retainer = await sellRetainer(world, user.id, provider);
    await world.quiet();
    const { externalId } = await paymentFor(retainer);
    await world.control(`${provider}/payments/${externalId}/dispute`, {});
    await world.quiet();
    expect(await db().alert.count({ where: { kind: 'dispute', closedAt: null } })).toBe(1);
    expect(await emails()).toEqual(['receipt']);
  });

  test('our plan that became a retainer and ended before we looked is named by the plan that the customer had', async () => {
    const { world } = scene.story();
    await buys(scene.story(), starter);
    await world.quiet();
    const { externalId } = await db().subscription.findFirstOrThrow();
    world.kept = [];
    await sellSomethingElse(provider, externalId);
    await endNow(provider, externalId);
    await look(provider, externalId);
    world.kept = null;
    await world.quiet();
    expect(await db().subscription.findFirst()).toMatchObject({ origin: 'foreign', status: 'ended' });
    expect(await emails()).toEqual(['ended', 'receipt']);
    expect(await db().email.findFirst({ where: { kind: 'ended' } })).toMatchObject({
      snapshot: { what: 'Starter (monthly)' },
    });
  });

  test('our plan that became a retainer and keeps running has neither ended nor changed for its customer', async () => {
    const { world } = scene.story();
    await buys(scene.story(), starter);
    await world.quiet();
    const { externalId } = await db().subscription.findFirstOrThrow();
    await sellSomethingElse(provider, externalId);
    await world.quiet();
    expect(await db().subscription.findFirst()).toMatchObject({ origin: 'foreign', status: 'active' });
    expect(await emails()).toEqual(['receipt']);
  });

  test('a refund made before an operator adopted the retainer stays the other business’s affair', async () => {
    const { world, user } = scene.story();
    await open(user, starter);
    const retainer = await sellRetainer(world, user.id, provider);
    await world.quiet();
    await refund(provider, (await paymentFor(retainer)).externalId, 1000);
    const { id: contract } = await db().subscription.findFirstOrThrow({ where: { externalId: retainer } });
    await adoptContract({
      workspaceId: user.id,
      contract,
      sku: 'pro_month',
      reason: 'sold by phone',
      actor: 'admin:1',
    });
    await world.quiet();
    await look(provider, retainer);
    expect(await db().subscription.findFirst()).toMatchObject({ origin: 'dashboard', sku: 'pro_month' });
    expect(await emails()).toEqual([]);
    await refund(provider, (await paymentFor(retainer)).externalId, 1000);
    expect(await db().payment.findFirst()).toMatchObject({ sku: 'pro_month' });
    expect(await db().refund.count({ where: { status: 'succeeded' } })).toBe(2);
    expect(await emails()).toEqual(['refund']);
  });

  test('emails about a retainer that were queued before are dropped', async () => {
    const { world, user } = scene.story();
    await buys(scene.story(), starter);
    await world.quiet();
    const retainer = await sellRetainer(world, user.id, provider);
    await world.quiet();
    await refund(provider, (await paymentFor(retainer)).externalId);
    await world.control(`${provider}/payments/${(await paymentFor(retainer)).externalId}/dispute`, {});
    await world.quiet();
    const { id: subscriptionId } = await db().subscription.findFirstOrThrow({ where: { externalId: retainer } });
    const { id: refundId } = await db().refund.findFirstOrThrow();
    const { id: disputeId } = await db().dispute.findFirstOrThrow();
    const queued: readonly [string, object][] = [
      ...['canceled', 'cancel-undone', 'ended', 'renewing', 'trial-ending', 'card-expiring', 'recovered'].map(
        (kind): [string, object] => [kind, { subscriptionId }],
      ),
      ['refund', { refundId }],
      ['dispute-opened', { disputeId }],
    ];
    await db().email.createMany({
      data: queued.map(([kind, data]) => ({
        ...{ userId: user.id, workspaceId: user.id, kind, key: `old:${kind}`, data, dueAt: new Date(0) },
      })),
    });
    await drainOutbox();
    expect(await emails('sent')).toEqual(['receipt']);
    expect(await emails('dropped')).toEqual(queued.map(([kind]) => kind).sort());
  });
});
