import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type DodoPayments from 'dodopayments';
import { describe, expect, test } from 'vitest';
import { dodoClient } from '@/lib/billing/providers/dodo/client';
import { fetchSubscription } from '@/lib/billing/providers/dodo/fetch-subscription';
import { ProviderRefused, ProviderUnknown } from '@/lib/billing/providers/errors';
import type { InvoiceSnapshot } from '@/lib/billing/providers/money-snapshots';
import type { Snapshot, SyncTarget } from '@/lib/billing/providers/snapshots';
import { sandboxKeys } from '@/lib/env/sandbox-keys';
import { buy, FAILS_LATER_CARD, paramsOf, SECRET, subscriptionAt } from '../fixtures/driver-world';
import { testDriver } from './driver-contract';

const { world } = testDriver('dodo');

/** Payments without the customer present arrive 48 hours later. */
const INDIAN_CARD = '4576238912771450';

const dodo = () =>
  dodoClient({
    apiKey: sandboxKeys(SECRET).dodoKey,
    environment: null,
    baseUrl: `${world().sandbox.url}/dodo`,
  });

describe('only at Dodo', () => {
  test('a session cannot be closed, and the driver says so', async () => {
    const { externalId } = await world().driver.createCheckout(await paramsOf(world().driver, 'starter_month'));
    expect(await world().driver.closeCheckout(externalId)).toBe(false);
  });

  test('a refund whose answer never arrived is unknown, requested once, and found afterwards', async () => {
    const params = await paramsOf(world().driver, 'lifetime');
    const target = await buy(world(), params);
    const since = await world().now();
    await world().control('faults', { kind: 'timeout_after_effect', provider: 'dodo', match: 'refunds', times: 1 });
    const operationId = randomUUID();
    await expect(world().driver.refundPayment(target.id, operationId)).rejects.toBeInstanceOf(ProviderUnknown);
    const found = await world().driver.findRefund(target.id, params.customerExternalId, operationId, since);
    const seen = await world().driver.fetch(target);
    if (seen.kind !== 'payment') throw new Error(`it is ${seen.kind}`);
    expect(seen.payment.refunds.map(({ externalId }) => externalId)).toEqual([found]);
  });

  test('payments in the ledger are not fetched again, until one is refunded', async () => {
    const target = await buy(world(), await paramsOf(world().driver, 'starter_month'));
    await world().advanceDays(32);
    const seen = await world().driver.fetch(target);
    if (seen.kind !== 'subscription') throw new Error(`it is ${seen.kind}`);
    const known = seen.subscription.invoices;
    expect(known).toHaveLength(2);
    const calls = await world().calls(() => world().driver.fetch(target, known));
    expect(calls.filter((call) => call.includes('/payments/'))).toEqual([]);
    const refunded = known.at(-1);
    await world().driver.refundPayment(refunded?.externalId ?? '', randomUUID());
    // The list includes a refund once the bank has made it.
    await world().advanceDays(1);
    const after = await world().driver.fetch(target, known);
    if (after.kind !== 'subscription') throw new Error(`it is ${after.kind}`);
    expect(after.subscription.payments.map(({ externalId }) => externalId)).toEqual([refunded?.externalId]);
    expect(after.subscription.invoices).toEqual([]);
  });

  test('a trial that begins without any payment is found by its checkout’s metadata', async () => {
    await world().control('dodo/switches', { trial_payment: 'none' });
    const params = await paramsOf(world().driver, 'pro_month', { trialDays: 14 });
    const target = await buy(world(), params);
    expect(target.kind).toBe('subscription');
    expect(await world().driver.fetch(target)).toMatchObject({ subscription: { status: 'trialing', payments: [] } });
  });

  /** Changes our item to a quantity of a product, effective now. */
  async function changeOf(target: SyncTarget, priceExternalId: string, quantity = 1) {
    const [item] = (await subscriptionAt(world().driver, target)).items;
    const prorationAt = await world().now();
    const itemExternalId = item?.externalId ?? '';
    return { subscriptionExternalId: target.id, itemExternalId, priceExternalId, quantity, prorationAt };
  }

  test('a change keeps the add-ons and the discount that a person added', async () => {
    const params = await paramsOf(world().driver, 'pro_month');
    const addon = await dodo().addons.create({ name: 'Support', currency: 'USD', price: 1500, tax_category: 'saas' });
    await dodo().products.update(params.priceExternalId, { addons: [addon.id] });
    const target = await buy(world(), params);
    const half = await dodo().discounts.create({ type: 'percentage', amount: 5000, code: 'FRIEND' });
    const addons = [{ addon_id: addon.id, quantity: 1 }];
    await dodo().subscriptions.changePlan(target.id, {
      ...{ product_id: params.priceExternalId, quantity: 1, addons, discount_codes: [half.code] },
      proration_billing_mode: 'do_not_bill',
    });
    expect(await subscriptionAt(world().driver, target)).toMatchObject({
      amount: 2200n,
      nextCharge: { amount: 2200n },
    });
    await world().driver.changeNow(await changeOf(target, params.priceExternalId, 2), randomUUID());
    const changed = await subscriptionAt(world().driver, target);
    expect(changed).toMatchObject({ amount: 3650n, nextCharge: { amount: 3650n } });
    expect(changed.items.map((item) => [item.priceExternalId, item.quantity])).toEqual([
      [params.priceExternalId, 2],
      [addon.id, 1],
    ]);
  });

  test.each(['payment', 'link_only'])(
    'a declined change is refused, even if the answer names no payment (%s)',
    async (answer) => {
      await world().control('dodo/switches', { change_plan_answer: answer });
      const pro = (await paramsOf(world().driver, 'pro_month')).priceExternalId;
      const failing = await buy(world(), await paramsOf(world().driver, 'starter_month'), FAILS_LATER_CARD);
      const declined = world().driver.changeNow(await changeOf(failing, pro), randomUUID());
      await expect(declined).rejects.toBeInstanceOf(ProviderRefused);
      expect(await subscriptionAt(world().driver, failing)).toMatchObject({ amount: 900n, debt: null });
      const good = await buy(world(), await paramsOf(world().driver, 'starter_month'));
      const done = await world().driver.changeNow(await changeOf(good, pro), randomUUID());
      expect(done).toEqual({ confirmUrl: null });
      await world().control('dodo/switches', { change_plan_answer: 'payment' });
    },
  );

  test('a change with a pending payment is neither done nor refused', async () => {
    const pro = (await paramsOf(world().driver, 'pro_month')).priceExternalId;
    const target = await buy(world(), await paramsOf(world().driver, 'starter_month'), INDIAN_CARD);
    const changing = world().driver.changeNow(await changeOf(target, pro), randomUUID());
    await expect(changing).rejects.toBeInstanceOf(ProviderUnknown);
    expect(await subscriptionAt(world().driver, target)).toMatchObject({ amount: 900n, debt: null });
  });

  test('yesterday’s session is expired, and one that was paid is not', async () => {
    const params = await paramsOf(world().driver, 'starter_month');
    const look = (id: string) => world().driver.fetchCheckout(id, params.customerExternalId, params.checkoutId);
    const left = await world().driver.createCheckout(params);
    const paid = await world().driver.createCheckout(params);
    await world().pay(paid.externalId);
    expect((await look(paid.externalId)).state).toBe('complete');
    await world().advanceDays(2);
    expect((await look(paid.externalId)).state).toBe('complete');
    const other = { ...params, checkoutId: randomUUID() };
    expect(
      await world().driver.fetchCheckout(left.externalId, other.customerExternalId, other.checkoutId),
    ).toMatchObject({
      state: 'expired',
      targets: [],
    });
  });

  test('the next charge is what will be charged: with VAT, and half off the product', async () => {
    const year = await paramsOf(world().driver, 'starter_year');
    const { externalId } = await world().driver.createCheckout(year);
    await world().control(`dodo/checkout/${externalId}/pay`, { country: 'HU' });
    const [target] = (await world().driver.fetchCheckout(externalId, year.customerExternalId, year.checkoutId)).targets;
    if (target === undefined) throw new Error('nothing was bought');
    expect(await subscriptionAt(world().driver, target)).toMatchObject({
      amount: 9000n,
      nextCharge: { amount: 11_430n },
    });
    const month = await paramsOf(world().driver, 'starter_month');
    const { price } = await dodo().products.retrieve(month.priceExternalId);
    if (price.type !== 'recurring_price') throw new Error('Starter is paid every month');
    const before = await buy(world(), month);
    await dodo().products.update(month.priceExternalId, { price: { ...price, discount_bps: 5000 } });
    // Earlier customers keep their price.
    expect((await subscriptionAt(world().driver, before)).nextCharge?.amount).toBe(900n);
    const after = await buy(world(), await paramsOf(world().driver, 'starter_month'));
    expect((await subscriptionAt(world().driver, after)).nextCharge?.amount).toBe(450n);
    await dodo().products.update(month.priceExternalId, { price });
  });

  test('the next charge is what is left of it after the wallet', async () => {
    const target = await buy(world(), await paramsOf(world().driver, 'starter_month'));
    const { customerExternalId } = await subscriptionAt(world().driver, target);
    const fill = (amount: number) =>
      dodo().customers.wallets.ledgerEntries.create(customerExternalId, {
        ...{ amount, currency: 'USD' as const, entry_type: 'credit' as const },
      });
    await fill(200);
    expect((await subscriptionAt(world().driver, target)).nextCharge?.amount).toBe(700n);
    await fill(800);
    expect((await subscriptionAt(world().driver, target)).nextCharge?.amount).toBe(0n);
    await world().advanceDays(32);
    const free = await subscriptionAt(world().driver, target);
    expect(free.invoices.map(({ status, total }) => `${status} ${total}`).sort()).toEqual(['paid 0', 'paid 900']);
    expect(free.nextCharge?.amount).toBe(800n);
  });

  test('a product that is no longer sold is charged as it was last charged', async () => {
    const params = await paramsOf(world().driver, 'starter_month', { currency: 'EUR' });
    const target = await buy(world(), params);
    await dodo().products.archive(params.priceExternalId);
    expect((await subscriptionAt(world().driver, target)).nextCharge?.amount).toBe(BigInt(params.amount));
  });
});

describe('a charge between the reads of a subscription and its payments', () => {
  /** A client whose first read of one is answered before the charge, and the other read after it. */
  function dividedBy(charge: () => Promise<void>, before: 'subscription' | 'payments'): DodoPayments {
    const client = dodo();
    const { subscriptions, payments } = client;
    const [retrieve, list] = [subscriptions.retrieve.bind(subscriptions), payments.list.bind(payments)];
    let first: Promise<void> | null = null;
    const divide = async <T>(read: () => Promise<T>, isFirst: boolean): Promise<T> => {
      if (!isFirst) {
        // Lets a read that was started at the same time begin.
        await setImmediate();
        await first;
        return read();
      }
      const answer = read();
      first ??= answer.then(charge);
      await first;
      return answer;
    };
    const asked = {
      retrieve: (id: string) => divide(async () => retrieve(id), before === 'subscription'),
      list: (query: DodoPayments.PaymentListParams) => divide(async () => list(query), before === 'payments'),
    };
    Object.assign(subscriptions, { retrieve: asked.retrieve });
    Object.assign(payments, { list: asked.list });
    return client;
  }

  test.each([
    ['the end of a trial', 'subscription', 14, 15],
    ['the end of a trial', 'payments', 14, 15],
    ['a renewal', 'subscription', 0, 32],
    ['a renewal', 'payments', 0, 32],
  ] as const)('at %s pays for the period it began, reading the %s first', async (_, before, trialDays, days) => {
    const target = await buy(world(), await paramsOf(world().driver, 'pro_month', { trialDays }));
    const ledger = new Map<string, InvoiceSnapshot>();
    const look = async (fetched: Promise<Snapshot>) => {
      const seen = await fetched;
      if (seen.kind !== 'subscription') throw new Error(`it is ${seen.kind}`);
      for (const invoice of seen.subscription.invoices) ledger.set(invoice.externalId, invoice);
      return [...ledger.values()].filter(({ status }) => status === 'paid');
    };
    const known = await look(world().driver.fetch(target));
    const during = await look(
      fetchSubscription(
        dividedBy(() => world().advanceDays(days), before),
        target.id,
        known,
      ),
    );
    const after = await look(world().driver.fetch(target, during));
    expect(after.map(({ externalId }) => externalId.replace(/_.*/, ''))).toEqual(after.map(() => 'pay'));
    const { periodStart, periodEnd } = await subscriptionAt(world().driver, target);
    const [line] = after.at(-1)?.lines ?? [];
    expect([line?.from, line?.until]).toEqual([periodStart, periodEnd]);
  });
});
