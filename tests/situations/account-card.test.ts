import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { getAccess } from '@/lib/billing/access/get-access';
import { openCardPage, syncEnteredCard } from '@/lib/billing/account/payment-method';
import { cardTerms } from '@/lib/billing/account/payment-method-terms';
import { openPortal } from '@/lib/billing/account/portal';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { sync } from '@/lib/billing/ledger/sync';
import { runOperation } from '@/lib/billing/operations/run';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { dashboard } from '../fixtures/by-hand';
import { DECLINED_CARD, FAILS_LATER_CARD, GOOD_CARD, newCustomer, open, pay } from '../fixtures/customer';
import { makeForeignPrice } from '../fixtures/dashboard/stripe/prices';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const held = (userId: string) =>
  db().subscription.findFirstOrThrow({ where: { workspaceId: userId, isCurrent: true } });
const paidTimes = (userId: string) => db().payment.count({ where: { workspaceId: userId, status: 'succeeded' } });
const emails = (userId: string, kind: string) => db().email.count({ where: { userId, kind, status: 'sent' } });

async function owing(provider: Provider) {
  const user = await newCustomer();
  expect(await pay(world, await open(user, starter(provider)), FAILS_LATER_CARD)).toBe(true);
  await world.quiet();
  await world.control('clock', { advanceDays: 32 });
  await world.quiet();
  expect(await held(user.id)).toMatchObject({ status: 'past_due' });
  return user;
}

async function pageOf(userId: string) {
  const { provider, result } = await db().operation.findFirstOrThrow({
    where: { workspaceId: userId, kind: 'card-page', status: 'succeeded' },
    orderBy: { createdAt: 'desc' },
  });
  return { provider, ...z.object({ externalId: z.string(), url: z.string() }).parse(result) };
}

/** Opens the page and enters a card there, as the customer would. */
async function give(userId: string, card: string): Promise<boolean> {
  await openCardPage(asOwner(userId));
  const { provider, externalId, url } = await pageOf(userId);
  return pay(world, { provider, externalId: provider === 'dodo' ? (url.split('/').pop() ?? '') : externalId }, card);
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a past-due customer updates the payment method, and the outstanding invoice is charged to it right away, once', async () => {
    const user = await owing(provider);
    expect(await cardTerms(user.id)).toMatchObject({ provider, plan: 'Starter', owed: { amount: 900n } });
    expect(await give(user.id, GOOD_CARD)).toBe(true);
    expect(await syncEnteredCard(user.id)).toBe('done');
    expect(await held(user.id)).toMatchObject({ status: 'active', pastDueSince: null });
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
    await world.quiet();
    expect(await syncEnteredCard(user.id)).toBe('done');
    await world.quiet();
    expect(await paidTimes(user.id)).toBe(2);
    expect(await db().delinquencyCase.findMany({ where: { subscription: { workspaceId: user.id } } })).toMatchObject([
      { state: 'recovered' },
    ]);
    expect(await emails(user.id, 'recovered')).toBe(1);
    expect(await emails(user.id, 'receipt')).toBe(2);
    expect((await cardTerms(user.id)).owed).toBeNull();
    await world.control('clock', { advanceDays: 32 });
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'active' });
    expect(await paidTimes(user.id)).toBe(3);
  });

  test('the invoice is paid even if the customer never returns to us', async () => {
    const user = await owing(provider);
    expect(await give(user.id, GOOD_CARD)).toBe(true);
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'active' });
    expect(await paidTimes(user.id)).toBe(2);
    expect(await emails(user.id, 'recovered')).toBe(1);
  });

  test('a declined card leaves the debt, and another one pays it', async () => {
    const user = await owing(provider);
    await give(user.id, provider === 'stripe' ? FAILS_LATER_CARD : DECLINED_CARD);
    // Dodo says so on its own page, which stays open for another card.
    expect(await syncEnteredCard(user.id)).toBe(provider === 'stripe' ? 'refused' : null);
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'past_due' });
    expect(await paidTimes(user.id)).toBe(1);
    expect(await give(user.id, GOOD_CARD)).toBe(true);
    expect(await syncEnteredCard(user.id)).toBe('done');
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'active' });
    expect(await paidTimes(user.id)).toBe(2);
  });

  test('two tabs lead to the same page, and a page that was left unused changes nothing', async () => {
    const user = await owing(provider);
    const [first, second] = await Promise.all([openCardPage(asOwner(user.id)), openCardPage(asOwner(user.id))]);
    expect(second).toEqual(first);
    expect(await openCardPage(asOwner(user.id))).toEqual(first);
    expect(await db().operation.count({ where: { workspaceId: user.id, kind: 'card-page' } })).toBe(1);
    expect(await syncEnteredCard(user.id)).toBeNull();
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'past_due' });
    expect(await paidTimes(user.id)).toBe(1);
  });

  test('a customer who owes nothing changes the card, is charged nothing, and renews with it', async () => {
    const user = await newCustomer();
    expect(await pay(world, await open(user, starter(provider)), FAILS_LATER_CARD)).toBe(true);
    await world.quiet();
    expect((await cardTerms(user.id)).owed).toBeNull();
    expect(await give(user.id, GOOD_CARD)).toBe(true);
    expect(await syncEnteredCard(user.id)).toBe('done');
    await world.quiet();
    expect(await paidTimes(user.id)).toBe(1);
    await world.control('clock', { advanceDays: 32 });
    await world.quiet();
    expect(await held(user.id)).toMatchObject({ status: 'active' });
    expect(await paidTimes(user.id)).toBe(2);
  });

  test('a lost answer leaves no one stuck: the next click creates another page', async () => {
    const user = await owing(provider);
    await world.control('faults', {
      provider,
      kind: 'timeout_after_effect',
      probability: 1,
      match: 'POST .*(checkout/sessions|update-payment-method)',
    });
    await expect(openCardPage(asOwner(user.id))).rejects.toMatchObject({ code: 'billing/provider-refused' });
    await world.calm();
    expect(await give(user.id, GOOD_CARD)).toBe(true);
    expect(await syncEnteredCard(user.id)).toBe('done');
    await world.quiet();
    expect(await paidTimes(user.id)).toBe(2);
  });

  test('without a subscription there is nothing to change, and no other user reaches the page', async () => {
    const user = await newCustomer();
    await expect(openCardPage(asOwner(user.id))).rejects.toMatchObject({ code: 'billing/no-subscription' });
    await expect(cardTerms(user.id)).rejects.toMatchObject({ code: 'billing/no-subscription' });
    expect(await syncEnteredCard(user.id)).toBeNull();
  });
});

test('a payment that is requested again after a lost answer is one payment', async () => {
  const user = await owing('stripe');
  expect(await give(user.id, GOOD_CARD)).toBe(true);
  const { externalId } = await pageOf(user.id);
  const { target } = await driver('stripe').fetchCardPage(externalId, '');
  if (target === null) throw new Error('no card was given');
  await sync('stripe', target, { cause: 'test' });
  const asked = await db().operation.findFirstOrThrow({ where: { workspaceId: user.id, kind: 'adopt-method' } });
  await world.control('faults', { provider: 'stripe', kind: 'timeout_after_effect', probability: 1, match: '/pay$' });
  await runOperation(asked.id, { eager: true });
  await world.calm();
  await runOperation(asked.id, { eager: true });
  await world.quiet();
  expect(await db().operation.findUnique({ where: { id: asked.id } })).toMatchObject({ status: 'succeeded' });
  expect(await paidTimes(user.id)).toBe(2);
});

test('a card changed in Stripe’s own billing portal pays the open invoice too', async () => {
  const user = await owing('stripe');
  const { url } = await openPortal(user.id, 'stripe');
  const answer = await fetch(`${url}/payment-method`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      ...{ method: 'card', card_number: GOOD_CARD, card_expiry: '12 / 34', card_cvc: '123', card_name: 'Ada' },
    }),
  });
  expect(answer.status).toBe(303);
  await world.quiet();
  expect(await held(user.id)).toMatchObject({ status: 'active' });
  expect(await paidTimes(user.id)).toBe(2);
  expect(await emails(user.id, 'recovered')).toBe(1);
});

test('a new card for an invoice that isn’t due yet, an extra, or another business’s debt is charged nothing', async () => {
  const user = await newCustomer();
  expect(await pay(world, await open(user, starter('stripe')))).toBe(true);
  await world.quiet();
  const { stripe } = dashboard();
  const { externalId } = await held(user.id);
  const { customer } = await stripe.subscriptions.retrieve(externalId);
  await stripe.subscriptions.update(externalId, { collection_method: 'send_invoice', days_until_due: 60 });
  const extra = await stripe.invoices.create({
    ...{ customer: String(customer), subscription: externalId, auto_advance: false },
    ...{ collection_method: 'send_invoice', days_until_due: 60 },
  });
  await stripe.invoiceItems.create({ customer: String(customer), invoice: extra.id, amount: 500, currency: 'usd' });
  await stripe.invoices.finalizeInvoice(extra.id);
  await world.control('clock', { advanceDays: 32 });
  await world.quiet();
  expect((await cardTerms(user.id)).owed).toBeNull();
  expect(await give(user.id, GOOD_CARD)).toBe(true);
  await world.quiet();
  expect(await syncEnteredCard(user.id)).not.toBe('refused');
  const unpaid = await stripe.invoices.list({ subscription: externalId, status: 'open' });
  expect(unpaid.data.map(({ amount_due }) => amount_due).sort()).toEqual([500, 900]);
  expect(await paidTimes(user.id)).toBe(1);
});

test('a default card changed at Stripe pays no debt of another business', async () => {
  const user = await newCustomer();
  expect(await pay(world, await open(user, starter('stripe')))).toBe(true);
  await world.quiet();
  const { stripe } = dashboard();
  const { externalId } = await held(user.id);
  const customer = String((await stripe.subscriptions.retrieve(externalId)).customer);
  const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  const price = await makeForeignPrice(stripe);
  const retainer = await stripe.subscriptions.create({
    ...{ customer, items: [{ price }], default_payment_method: failing.id, payment_behavior: 'allow_incomplete' },
    trial_period_days: 1,
  });
  await world.control('clock', { advanceDays: 3 });
  await world.quiet();
  expect((await stripe.subscriptions.retrieve(retainer.id)).status).toBe('past_due');
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: good.id } });
  await world.quiet();
  expect((await stripe.subscriptions.retrieve(retainer.id)).status).toBe('past_due');
  expect(await db().operation.count({ where: { workspaceId: user.id, kind: 'adopt-method' } })).toBe(0);
});
