import { describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { billingOverview } from '@/lib/billing/account/overview';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { resyncMapped } from '@/lib/billing/reconcile/resync-mapped';
import { db } from '@/lib/db';
import { newCustomer, pay } from '../fixtures/customer';
import {
  makePaymentLink,
  openPaymentLink,
  payCheckoutLink,
  sendCheckoutLink,
} from '../fixtures/dashboard/stripe/checkouts';
import { saveCard } from '../fixtures/dashboard/stripe/customers';
import { billExtra, latestInvoice, markPaidOutOfBand, payInvoice } from '../fixtures/dashboard/stripe/invoices';
import { makeForeignPrice } from '../fixtures/dashboard/stripe/prices';
import { createSubscription, sendNet30Invoice } from '../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../fixtures/stage';
import { customerAlone, ourPrice } from './dashboard/stripe/at-stripe';

const scene = stage();
const alerts = () => db().alert.findMany({ where: { closedAt: null } });

describe('money at Stripe that matches nothing of ours', () => {
  test('from a customer of ours: it is stored, opens nothing, and raises one alert', async () => {
    const story = scene.story();
    const customer = await customerAlone(story);
    const price = await makeForeignPrice(story.stripe, { name: 'Workshop', amount: 30_000, interval: null });
    const session = await sendCheckoutLink(story.stripe, customer, price);
    await payCheckoutLink(story.world, session.id);
    await story.world.quiet();
    expect(await db().payment.findMany({ where: { workspaceId: story.user.id } })).toMatchObject([
      { amount: 30_000n, sku: null, status: 'succeeded' },
    ]);
    expect((await getAccess(story.user.id)).level).toBe('none');
    await story.world.control('deliveries/retry', {});
    await story.world.quiet();
    expect(await alerts()).toMatchObject([{ kind: 'foreign payment', detail: { amount: '30000', currency: 'USD' } }]);
  });

  test('on an invoice that a person wrote by hand: it is stored, and raises one alert', async () => {
    const story = scene.story();
    const customer = await customerAlone(story);
    await saveCard(story.stripe, customer);
    const { id } = await billExtra(story.stripe, { customer, amount: 4_500 });
    await payInvoice(story.stripe, id);
    await story.world.quiet();
    expect(await db().payment.findMany({ where: { workspaceId: story.user.id } })).toMatchObject([
      { amount: 4_500n, sku: null, status: 'succeeded', invoiceExternalId: id },
    ]);
    expect(await alerts()).toMatchObject([{ kind: 'foreign payment', detail: { amount: '4500' } }]);
  });

  test('for Lifetime through support’s checkout link is ours: no alert', async () => {
    const story = scene.story();
    const session = await sendCheckoutLink(story.stripe, await customerAlone(story), await ourPrice('lifetime'));
    await payCheckoutLink(story.world, session.id);
    await story.world.quiet();
    expect(await getAccess(story.user.id)).toMatchObject({ plan: 'pro', reason: 'lifetime' });
    expect(await alerts()).toEqual([]);
  });

  test.each(['lifetime', 'starter_month'] as const)(
    'by a payment link for %s, with the email address of a customer of ours: it opens nothing for them, and raises an alert',
    async (sku) => {
      const story = scene.story();
      const link = await makePaymentLink(story.stripe, await ourPrice(sku));
      const session = await openPaymentLink(link, story.user.email);
      await payCheckoutLink(story.world, session);
      await story.world.quiet();
      expect((await getAccess(story.user.id)).level).toBe('none');
      expect(await db().customer.count({ where: { workspaceId: story.user.id } })).toBe(0);
      expect(await alerts()).toMatchObject([{ kind: 'foreign payment', detail: { sku } }]);
    },
  );
});

test('at Dodo: a foreign product bought by a customer of ours is stored and raises one alert', async () => {
  const story = scene.story();
  const user = await newCustomer();
  const customer = await story.dodo.customers.create({ email: user.email, name: 'Ada' });
  await db().customer.create({
    data: { workspaceId: user.id, provider: 'dodo', mode: 'sandbox', externalId: customer.customer_id },
  });
  const once = { currency: 'USD', discount: 0, price: 30_000, purchasing_power_parity: false } as const;
  const { product_id } = await story.dodo.products.create({
    ...{ name: 'Workshop', tax_category: 'saas', price: { ...once, type: 'one_time_price' } },
  });
  const { session_id: externalId } = await story.dodo.checkoutSessions.create({
    ...{ product_cart: [{ product_id, quantity: 1 }], customer: { customer_id: customer.customer_id } },
  });
  expect(await pay(story.world, { provider: 'dodo', externalId })).toBe(true);
  await story.world.quiet();
  expect((await getAccess(user.id)).level).toBe('none');
  expect(await alerts()).toMatchObject([{ kind: 'foreign payment', detail: { provider: 'dodo', amount: '30000' } }]);
});

test('a push that maps a price syncs its subscriptions: the plan opens and the alert is closed', async () => {
  const story = scene.story();
  const customer = await customerAlone(story);
  await saveCard(story.stripe, customer);
  const price = await ourPrice('starter_month');
  const where = { provider: 'stripe', sku: 'starter_month' } as const;
  // As in a database without a push since the price was created.
  await db().providerPrice.deleteMany({ where });
  await createSubscription(story.stripe, customer, [price]);
  await story.world.quiet();
  expect(await getAccess(story.user.id)).toMatchObject({ plan: 'free', level: 'none' });
  expect(await alerts()).toMatchObject([{ kind: 'foreign contract' }]);
  expect(await resyncMapped(await pushCatalog())).toEqual({ synced: 1, failed: 0 });
  expect(await getAccess(story.user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  expect(await alerts()).toEqual([]);
  expect(await resyncMapped(await pushCatalog())).toEqual({ synced: 0, failed: 0 });
});

test('an invoice that was paid by bank transfer is shown once, as paid outside, and nothing is pending', async () => {
  const story = scene.story();
  const customer = await customerAlone(story);
  const { id } = await sendNet30Invoice(story.stripe, customer, await ourPrice('starter_month'));
  await story.hours(2);
  await story.world.quiet();
  await markPaidOutOfBand(story.stripe, (await latestInvoice(story.stripe, id)).id);
  await story.world.quiet();
  const { payments } = await billingOverview(story.user.id);
  expect(payments).toMatchObject([
    { amount: 900n, status: 'succeeded', paidOutOfBand: true, refundable: false, description: 'Starter (monthly)' },
  ]);
});
