import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { priceSpecs } from '@/lib/billing/catalog/push';
import { ProviderRefused } from '@/lib/billing/providers/errors';
import type { SubscriptionSnapshot, SyncTarget } from '@/lib/billing/providers/snapshots';
import type { Provider } from '@/lib/billing/types';
import {
  APP_ID,
  buy,
  DECLINED_CARD,
  DISPUTED_CARD,
  type DriverWorld,
  FAILS_LATER_CARD,
  newBuyer,
  paramsOf,
  startDriverWorld,
  subscriptionAt,
} from '../fixtures/driver-world';

const DAY = 86_400_000;
const MONTH = { unit: 'month', count: 1 };

/** Until when its paid invoices cover time. */
function paidUntil({ invoices }: SubscriptionSnapshot): number {
  const lines = invoices.filter(({ status }) => status === 'paid').flatMap((invoice) => invoice.lines);
  return Math.max(0, ...lines.filter(({ amount }) => amount >= 0n).map(({ until }) => until.getTime()));
}

const items = ({ items: all }: SubscriptionSnapshot) =>
  all.map(({ priceExternalId, quantity, amount }) => ({ priceExternalId, quantity, amount }));

/** What both drivers promise, checked against the sandbox over HTTP through the unmodified SDK. */
export function testDriver(provider: Provider): { world: () => DriverWorld } {
  let world: DriverWorld;
  beforeAll(async () => {
    world = await startDriverWorld(provider);
  });

  describe('the catalog', () => {
    const specs = priceSpecs(provider);
    const onSale = (prices: { active: boolean }[]) => prices.filter(({ active }) => active);

    test('is pushed twice and is the same the second time', async () => {
      const first = await world.driver.pushCatalog(specs);
      const second = await world.driver.pushCatalog(specs);
      expect(onSale(first)).toHaveLength(specs.length);
      expect(new Set(second.map(({ externalId }) => externalId))).toEqual(
        new Set(first.map(({ externalId }) => externalId)),
      );
    });

    test('archives a changed price, keeps it known, and restores it when it is needed again', async () => {
      const [spec, ...others] = specs;
      if (spec === undefined) throw new Error('the catalog is empty');
      const is = (price: { sku: string; currency: string }) =>
        price.sku === spec.sku && price.currency === spec.currency;
      const before = (await world.driver.pushCatalog(specs)).filter(is);
      const dearer = { ...spec, amount: spec.amount + 100n };
      const changed = (await world.driver.pushCatalog([dearer, ...others])).filter(is);
      expect(onSale(changed)).toMatchObject([{ amount: spec.amount + 100n }]);
      expect(changed).toContainEqual({ ...onSale(before)[0], active: false });
      const back = (await world.driver.pushCatalog(specs)).filter(is);
      expect(onSale(back)).toEqual(onSale(before));
    });

    test('archives what is no longer sold, and keeps it known', async () => {
      const without = await world.driver.pushCatalog(specs.filter(({ sku }) => sku !== 'lifetime'));
      const lifetime = without.filter(({ sku }) => sku === 'lifetime');
      expect(lifetime.length).toBeGreaterThan(0);
      expect(onSale(lifetime)).toEqual([]);
      const again = await world.driver.pushCatalog(specs);
      expect(onSale(again)).toHaveLength(specs.length);
    });
  });

  describe('a subscription', () => {
    test('is bought in five calls at most, and reports everything about itself', async () => {
      const params = await paramsOf(world.driver, 'starter_month', { currency: 'EUR' });
      const target = await buy(world, params);
      expect(target.kind).toBe('subscription');
      const calls = await world.calls(() => world.driver.fetch(target));
      expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(5);
      const now = (await world.now()).getTime();
      const bought = await subscriptionAt(world.driver, target);
      expect(bought).toMatchObject({
        externalId: target.id,
        customerExternalId: params.customerExternalId,
        ownMetadata: { appId: APP_ID, workspaceId: params.workspaceId, checkoutId: params.checkoutId },
        status: 'active',
        items: [{ priceExternalId: params.priceExternalId, quantity: 1, amount: 900n, interval: MONTH }],
        currency: 'EUR',
        amount: 900n,
        collection: 'automatic',
        trialEnd: null,
        givenUntil: null,
        cancelAt: null,
        endedAt: null,
        debt: null,
        invoices: [{ status: 'paid', amountDue: 0n, currency: 'EUR', lines: [{ kind: 'period', quantity: 1 }] }],
        payments: [
          {
            status: 'succeeded',
            subscriptionExternalId: target.id,
            customerExternalId: params.customerExternalId,
            bought: [],
            currency: 'EUR',
            cardBrand: 'visa',
            cardLast4: '4242',
            refunds: [],
            disputes: [],
          },
        ],
      });
      expect(bought.nextCharge?.amount).toBe(bought.payments[0]?.amount);
      const days = (paidUntil(bought) - now) / DAY;
      expect(days).toBeGreaterThan(27);
      expect(days).toBeLessThan(32);
    });

    test('with a trial is a trial, open until it ends, and nothing is paid', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'pro_month', { trialDays: 14 }));
      const trial = await subscriptionAt(world.driver, target);
      expect(trial).toMatchObject({ status: 'trialing', amount: 2900n, payments: [] });
      expect(paidUntil(trial)).toBe(0);
      expect(trial.nextCharge?.amount).toBe(2900n);
      expect(((trial.trialEnd?.getTime() ?? 0) - trial.startedAt.getTime()) / DAY).toBeCloseTo(14, 2);
    });

    test('whose trial is over is paid for', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'pro_month', { trialDays: 14 }));
      const { trialEnd } = await subscriptionAt(world.driver, target);
      await world.advanceDays(15);
      const paid = await subscriptionAt(world.driver, target);
      expect(paid).toMatchObject({ status: 'active', trialEnd, payments: [{ status: 'succeeded' }] });
      expect(paidUntil(paid)).toBeGreaterThan(trialEnd?.getTime() ?? Number.POSITIVE_INFINITY);
    });

    test('renews month after month: every payment is there and the period advances', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'));
      const first = await subscriptionAt(world.driver, target);
      await world.advanceDays(32);
      await world.advanceDays(31);
      const calls = await world.calls(() => world.driver.fetch(target));
      const third = await subscriptionAt(world.driver, target);
      expect(third.payments.map(({ status, amount }) => ({ status, amount }))).toEqual(
        [1, 2, 3].map(() => ({ status: 'succeeded', amount: first.payments[0]?.amount })),
      );
      expect((paidUntil(third) - paidUntil(first)) / DAY).toBeGreaterThan(58);
      // Each payment and its items are fetched from Dodo once: what is in the ledger is not fetched again.
      expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(provider === 'dodo' ? 11 : 6);
    });

    test('whose renewal fails is past due since it was due, and what was paid stays as it was', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'), FAILS_LATER_CARD);
      const before = await subscriptionAt(world.driver, target);
      await world.advanceDays(32);
      const owing = await subscriptionAt(world.driver, target);
      expect(owing).toMatchObject({ status: 'past_due', debt: { amount: before.payments[0]?.amount } });
      expect(paidUntil(owing)).toBe(paidUntil(before));
      const late = ((owing.debt?.since.getTime() ?? 0) - paidUntil(before)) / DAY;
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(0.5);
      const failed = owing.payments.filter(({ status }) => status === 'failed');
      expect(failed.length).toBeGreaterThan(0);
      expect(failed[0]?.failureCode).toEqual(expect.any(String));
    });

    test('is canceled immediately, and canceling it again is no error', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'));
      await world.driver.cancelNow(target.id, randomUUID());
      await world.driver.cancelNow(target.id, randomUUID());
      const ended = await subscriptionAt(world.driver, target);
      expect(ended).toMatchObject({ status: 'ended', endReason: 'immediate' });
      expect(ended.endedAt).not.toBeNull();
    });

    const priceOf = async (sku: string) => {
      const prices = await world.driver.pushCatalog(priceSpecs(provider));
      return prices.find((price) => price.active && price.sku === sku && price.currency === 'USD')?.externalId ?? '';
    };

    test('changes its plan now for exactly the previewed amount', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'));
      const bought = await subscriptionAt(world.driver, target);
      const request = {
        subscriptionExternalId: target.id,
        itemExternalId: bought.items[0]?.externalId ?? '',
        priceExternalId: await priceOf('pro_month'),
        quantity: 1,
        prorationAt: await world.now(),
      };
      const { dueNow, currency } = await world.driver.previewChange(request);
      expect(await world.driver.changeNow(request, randomUUID())).toEqual({ confirmUrl: null });
      const changed = await subscriptionAt(world.driver, target);
      expect(changed).toMatchObject({ status: 'active', amount: 2900n });
      expect(items(changed)).toEqual([{ priceExternalId: request.priceExternalId, quantity: 1, amount: 2900n }]);
      const known = bought.payments.map(({ externalId }) => externalId);
      const charged = changed.payments.filter(({ externalId }) => !known.includes(externalId));
      expect(charged).toMatchObject([{ status: 'succeeded', amount: dueNow, currency }]);
      expect(paidUntil(changed)).toBeGreaterThanOrEqual(paidUntil(bought));
      const lines = changed.invoices.flatMap((invoice) => invoice.lines);
      const credit = lines.find(({ amount }) => amount < 0n);
      expect(credit).toMatchObject({ kind: 'proration', priceExternalId: bought.items[0]?.priceExternalId });
    });

    test('changes its plan at the end of its period, requested once or twice, and reports it until then', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'pro_month'));
      const bought = await subscriptionAt(world.driver, target);
      const request = {
        subscriptionExternalId: target.id,
        itemExternalId: bought.items[0]?.externalId ?? '',
        priceExternalId: await priceOf('starter_month'),
        quantity: 1,
        prorationAt: await world.now(),
      };
      const operationId = randomUUID();
      await world.driver.changeAtPeriodEnd(request, operationId);
      await world.driver.changeAtPeriodEnd(request, operationId);
      const waiting = await subscriptionAt(world.driver, target);
      expect(waiting).toMatchObject({
        items: bought.items,
        pendingPriceExternalId: request.priceExternalId,
        pendingAt: bought.periodEnd,
      });
      expect(waiting.nextCharge?.amount).toBe(900n);
      expect(paidUntil(waiting)).toBe(paidUntil(bought));
      await world.advanceDays(32);
      expect(await subscriptionAt(world.driver, target)).toMatchObject({
        status: 'active',
        items: [{ priceExternalId: request.priceExternalId, quantity: 1 }],
        amount: 900n,
        pendingPriceExternalId: null,
      });
    });

    test('keeps its plan when the scheduled change is undone', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'pro_month'));
      const { items: before } = await subscriptionAt(world.driver, target);
      const request = {
        subscriptionExternalId: target.id,
        itemExternalId: before[0]?.externalId ?? '',
        priceExternalId: await priceOf('starter_month'),
        quantity: 1,
        prorationAt: await world.now(),
      };
      await world.driver.changeAtPeriodEnd(request, randomUUID());
      await world.driver.undoScheduledChange(target.id, randomUUID());
      await world.driver.undoScheduledChange(target.id, randomUUID());
      expect(await subscriptionAt(world.driver, target)).toMatchObject({
        status: 'active',
        pendingPriceExternalId: null,
        cancelAt: null,
      });
    });

    test('continues when its cancellation is undone', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'));
      await world.driver.scheduleCancel(target.id, randomUUID(), { feedback: 'unused', comment: 'No time.' });
      await world.driver.undoCancel(target.id, randomUUID());
      expect(await subscriptionAt(world.driver, target)).toMatchObject({ status: 'active', cancelAt: null });
    });

    test('is canceled at the end of its period, and ends there', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'));
      await world.driver.scheduleCancel(target.id, randomUUID());
      const ending = await subscriptionAt(world.driver, target);
      expect(ending).toMatchObject({ status: 'active', endReason: null });
      expect(ending.cancelAt?.getTime()).toBe(paidUntil(ending));
      expect(ending.nextCharge).toBeNull();
      await world.advanceDays(32);
      const ended = await subscriptionAt(world.driver, target);
      expect(ended).toMatchObject({ status: 'ended', endReason: 'scheduled', nextCharge: null });
      expect(paidUntil(ended)).toBe(paidUntil(ending));
    });
  });

  describe('a purchase', () => {
    test('of three packs of credits reports what was bought, in yen, without fetching the session', async () => {
      const params = await paramsOf(world.driver, 'credits', { currency: 'JPY', quantity: 3 });
      const target = await buy(world, params);
      expect(target.kind).toBe('payment');
      expect(await world.driver.fetch(target)).toMatchObject({
        kind: 'payment',
        payment: {
          externalId: target.id,
          ownMetadata: { appId: APP_ID, workspaceId: params.workspaceId, checkoutId: params.checkoutId },
          customerExternalId: params.customerExternalId,
          subscriptionExternalId: null,
          invoiceExternalId: expect.any(String),
          bought: [{ priceExternalId: params.priceExternalId, quantity: 3 }],
          currency: 'JPY',
          status: 'succeeded',
        },
      });
    });

    test('is open until it is paid, open after a declined card, and complete after a good one', async () => {
      const params = await paramsOf(world.driver, 'lifetime');
      const { externalId, url, expiresAt } = await world.driver.createCheckout(params);
      const look = () => world.driver.fetchCheckout(externalId, params.customerExternalId, params.checkoutId);
      expect((await fetch(url)).status).toBe(200);
      expect((expiresAt.getTime() - (await world.now()).getTime()) / DAY).toBeCloseTo(1, 1);
      expect(await look()).toMatchObject({ externalId, state: 'open', failed: false, targets: [] });
      expect(await world.pay(externalId, DECLINED_CARD)).toBe(false);
      expect((await look()).state).toBe('open');
      expect(await world.pay(externalId)).toBe(true);
      expect(await look()).toMatchObject({ state: 'complete', failed: false, targets: [{ kind: 'payment' }] });
    });

    test('is refunded once, and the refund is found by the operation that requested it', async () => {
      const params = await paramsOf(world.driver, 'lifetime');
      const target = await buy(world, params);
      const operationId = randomUUID();
      const since = await world.now();
      const find = (id: string) => world.driver.findRefund(target.id, params.customerExternalId, id, since);
      expect(await find(operationId)).toBeNull();
      const { externalId } = await world.driver.refundPayment(target.id, operationId);
      expect(await find(operationId)).toBe(externalId);
      expect(await find(randomUUID())).toBeNull();
      const seen = await world.driver.fetch(target);
      if (seen.kind !== 'payment') throw new Error(`it is ${seen.kind}`);
      expect(seen.payment.refunds).toMatchObject([
        {
          externalId,
          amount: seen.payment.amount,
          currency: 'USD',
          status: expect.stringMatching(/pending|succeeded/),
        },
      ]);
      await expect(world.driver.refundPayment(target.id, randomUUID())).rejects.toBeInstanceOf(ProviderRefused);
    });

    test('that the bank disputes includes the dispute', async () => {
      const target = await buy(world, await paramsOf(world.driver, 'lifetime'), DISPUTED_CARD);
      await world.advanceDays(1);
      const seen = await world.driver.fetch(target);
      if (seen.kind !== 'payment') throw new Error(`it is ${seen.kind}`);
      expect(seen.payment.disputes).toMatchObject([
        { status: 'open', amount: seen.payment.amount, currency: seen.payment.currency },
      ]);
    });
  });

  test('a customer has a portal, and the link opens', async () => {
    const { customerExternalId } = await newBuyer(world.driver);
    const url = await world.driver.portalUrl(customerExternalId, 'http://127.0.0.1:3999/account');
    expect((await fetch(url)).status).toBe(200);
  });

  test('what the provider never had is absent', async () => {
    for (const target of [
      { kind: 'subscription', id: 'sub_0000000000000000000000' },
      { kind: 'payment', id: provider === 'stripe' ? 'pi_3000000000000000000000000' : 'pay_0000000000000000000000' },
      { kind: 'customer', id: 'cus_0000000000000000000000' },
    ] as const) {
      expect(await world.driver.fetch(target)).toEqual({ kind: 'absent' });
    }
  });

  test('every webhook so far is verified, and each that has a target leads to an existing object', async () => {
    await world.control('deliveries/idle', {});
    expect(world.delivered.length).toBeGreaterThan(20);
    const targets = new Map<string, SyncTarget>();
    for (const { body, headers } of world.delivered) {
      const { target } = world.driver.verify(body, headers);
      if (target !== null) targets.set(`${target.kind} ${target.id}`, target);
    }
    expect(targets.size).toBeGreaterThan(5);
    for (const target of targets.values()) expect((await world.driver.fetch(target)).kind).toBe(target.kind);
  });

  return { world: () => world };
}
