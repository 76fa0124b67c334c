import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { priceSpecs } from '@/lib/billing/catalogue';
import type { Root } from '@/lib/billing/providers/contract';
import { ProviderRefused } from '@/lib/billing/providers/errors';
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
} from './driver-world';

const DAY = 86_400_000;
const specsOnSale = priceSpecs();

/** What both drivers promise, held against the sandbox over HTTP through the unmodified SDK. */
export function keepsTheContract(provider: Provider): { world: () => DriverWorld } {
  let world: DriverWorld;
  beforeAll(async () => {
    world = await startDriverWorld(provider);
  });
  afterAll(() => world.close());

  describe('the catalogue', () => {
    const specs = priceSpecs();
    const onSale = (prices: { active: boolean }[]) => prices.filter(({ active }) => active);

    test('is pushed twice and is the same the second time', async () => {
      const first = await world.driver.pushCatalogue(specs);
      const second = await world.driver.pushCatalogue(specs);
      expect(onSale(first)).toHaveLength(specs.length);
      expect(new Set(second.map(({ externalId }) => externalId))).toEqual(
        new Set(first.map(({ externalId }) => externalId)),
      );
    });

    test('archives a changed price, keeps it known, and brings it back when it is asked for again', async () => {
      const [spec, ...others] = specs;
      if (spec === undefined) throw new Error('the catalogue is empty');
      const is = (price: { sku: string; currency: string }) =>
        price.sku === spec.sku && price.currency === spec.currency;
      const before = (await world.driver.pushCatalogue(specs)).filter(is);
      const dearer = { ...spec, amount: spec.amount + 100n };
      const changed = (await world.driver.pushCatalogue([dearer, ...others])).filter(is);
      expect(onSale(changed)).toMatchObject([{ amount: spec.amount + 100n }]);
      expect(changed).toContainEqual({ ...onSale(before)[0], active: false });
      const back = (await world.driver.pushCatalogue(specs)).filter(is);
      expect(onSale(back)).toEqual(onSale(before));
    });

    test('archives what is no longer sold, and keeps it known', async () => {
      const without = await world.driver.pushCatalogue(specs.filter(({ sku }) => sku !== 'lifetime'));
      const lifetime = without.filter(({ sku }) => sku === 'lifetime');
      expect(lifetime.length).toBeGreaterThan(0);
      expect(onSale(lifetime)).toEqual([]);
      const again = await world.driver.pushCatalogue(specs);
      expect(onSale(again)).toHaveLength(specs.length);
    });
  });

  describe('a subscription', () => {
    test('is bought in three calls at most four, and says everything about itself', async () => {
      const params = await paramsOf(world.driver, 'starter_month', { currency: 'EUR' });
      const root = await buy(world, params);
      expect(root.kind).toBe('subscription');
      const calls = await world.calls(() => world.driver.fetch(root));
      expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(4);
      const now = (await world.now()).getTime();
      const bought = await subscriptionAt(world.driver, root);
      expect(bought).toMatchObject({
        externalId: root.id,
        customerExternalId: params.customerExternalId,
        marks: { appId: APP_ID, userId: params.userId, checkoutId: params.checkoutId },
        status: 'active',
        priceExternalId: params.priceExternalId,
        quantity: 1,
        currency: 'EUR',
        amount: 900n,
        trialEnd: null,
        cancelAt: null,
        endedAt: null,
        pastDueSince: null,
        payments: [
          {
            status: 'succeeded',
            subscriptionExternalId: root.id,
            customerExternalId: params.customerExternalId,
            priceExternalId: null,
            currency: 'EUR',
            cardBrand: 'visa',
            cardLast4: '4242',
            refunds: [],
            disputes: [],
          },
        ],
      });
      const days = ((bought.paidUntil?.getTime() ?? 0) - now) / DAY;
      expect(days).toBeGreaterThan(27);
      expect(days).toBeLessThan(32);
    });

    test('with a trial is a trial, open for it, and nothing is paid', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'pro_month', { trialDays: 14 }));
      const trial = await subscriptionAt(world.driver, root);
      expect(trial).toMatchObject({ status: 'trialing', amount: 2900n, payments: [] });
      // The two come from different moments of one request.
      expect(((trial.paidUntil?.getTime() ?? 0) - (trial.trialEnd?.getTime() ?? 0)) / DAY).toBeCloseTo(0, 2);
      expect(((trial.trialEnd?.getTime() ?? 0) - trial.startedAt.getTime()) / DAY).toBeCloseTo(14, 2);
    });

    test('whose trial is over is paid for', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'pro_month', { trialDays: 14 }));
      const { trialEnd } = await subscriptionAt(world.driver, root);
      await world.advanceDays(15);
      const paid = await subscriptionAt(world.driver, root);
      expect(paid).toMatchObject({ status: 'active', trialEnd, payments: [{ status: 'succeeded' }] });
      expect(paid.paidUntil?.getTime()).toBeGreaterThan(trialEnd?.getTime() ?? Number.POSITIVE_INFINITY);
    });

    test('renews month after month: every payment is there and the time goes on', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'starter_month'));
      const first = await subscriptionAt(world.driver, root);
      await world.advanceDays(32);
      await world.advanceDays(31);
      const calls = await world.calls(() => world.driver.fetch(root));
      const third = await subscriptionAt(world.driver, root);
      expect(third.payments.map(({ status, amount }) => ({ status, amount }))).toEqual(
        [1, 2, 3].map(() => ({ status: 'succeeded', amount: first.payments[0]?.amount })),
      );
      expect(((third.paidUntil?.getTime() ?? 0) - (first.paidUntil?.getTime() ?? 0)) / DAY).toBeGreaterThan(58);
      expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(6);
    });

    test('whose renewal fails is past due since that failure, and what was paid stays as it was', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'starter_month'), FAILS_LATER_CARD);
      const before = await subscriptionAt(world.driver, root);
      await world.advanceDays(32);
      const owing = await subscriptionAt(world.driver, root);
      expect(owing).toMatchObject({ status: 'past_due', paidUntil: before.paidUntil });
      const late = ((owing.pastDueSince?.getTime() ?? 0) - (before.paidUntil?.getTime() ?? 0)) / DAY;
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(0.5);
      const failed = owing.payments.filter(({ status }) => status === 'failed');
      expect(failed.length).toBeGreaterThan(0);
      expect(failed[0]?.failureCode).toEqual(expect.any(String));
    });

    test('is cancelled at once, and cancelling it again is no error', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'starter_month'));
      await world.driver.cancelNow(root.id, randomUUID());
      await world.driver.cancelNow(root.id, randomUUID());
      const ended = await subscriptionAt(world.driver, root);
      expect(ended).toMatchObject({ status: 'ended', endReason: 'immediate' });
      expect(ended.endedAt).not.toBeNull();
    });

    const priceOf = async (sku: string) => {
      const prices = await world.driver.pushCatalogue(specsOnSale);
      return prices.find((price) => price.active && price.sku === sku && price.currency === 'USD')?.externalId ?? '';
    };

    test('changes its plan now for exactly what was said before', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'starter_month'));
      const bought = await subscriptionAt(world.driver, root);
      const request = {
        subscriptionExternalId: root.id,
        priceExternalId: await priceOf('pro_month'),
        quantity: 1,
        prorationAt: await world.now(),
      };
      const { dueNow, currency } = await world.driver.previewChange(request);
      await world.driver.changeNow(request, randomUUID());
      const changed = await subscriptionAt(world.driver, root);
      expect(changed).toMatchObject({ status: 'active', priceExternalId: request.priceExternalId, amount: 2900n });
      const known = bought.payments.map(({ externalId }) => externalId);
      const charged = changed.payments.filter(({ externalId }) => !known.includes(externalId));
      expect(charged).toMatchObject([{ status: 'succeeded', amount: dueNow, currency }]);
      expect(changed.paidUntil?.getTime()).toBeGreaterThanOrEqual(bought.paidUntil?.getTime() ?? 0);
    });

    test('changes its plan at the end of its period, asked for once or twice, and says so until then', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'pro_month'));
      const bought = await subscriptionAt(world.driver, root);
      const request = {
        subscriptionExternalId: root.id,
        priceExternalId: await priceOf('starter_month'),
        quantity: 1,
        prorationAt: await world.now(),
      };
      const operationId = randomUUID();
      await world.driver.changeAtPeriodEnd(request, operationId);
      await world.driver.changeAtPeriodEnd(request, operationId);
      const waiting = await subscriptionAt(world.driver, root);
      expect(waiting).toMatchObject({
        priceExternalId: bought.priceExternalId,
        pendingPriceExternalId: request.priceExternalId,
        pendingAt: bought.periodEnd,
        paidUntil: bought.paidUntil,
      });
      await world.advanceDays(32);
      expect(await subscriptionAt(world.driver, root)).toMatchObject({
        status: 'active',
        priceExternalId: request.priceExternalId,
        amount: 900n,
        pendingPriceExternalId: null,
      });
    });

    test('keeps its plan when the change that waits is taken back', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'pro_month'));
      const priceExternalId = await priceOf('starter_month');
      const request = { subscriptionExternalId: root.id, priceExternalId, quantity: 1, prorationAt: await world.now() };
      await world.driver.changeAtPeriodEnd(request, randomUUID());
      await world.driver.undoScheduledChange(root.id, randomUUID());
      await world.driver.undoScheduledChange(root.id, randomUUID());
      expect(await subscriptionAt(world.driver, root)).toMatchObject({
        status: 'active',
        pendingPriceExternalId: null,
        cancelAt: null,
      });
    });

    test('goes on when its cancellation is taken back', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'starter_month'));
      await world.driver.scheduleCancel(root.id, randomUUID(), { feedback: 'unused', comment: 'No time.' });
      await world.driver.undoCancel(root.id, randomUUID());
      expect(await subscriptionAt(world.driver, root)).toMatchObject({ status: 'active', cancelAt: null });
    });

    test('is cancelled for the end of its period, and ends there', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'starter_month'));
      await world.driver.scheduleCancel(root.id, randomUUID());
      const ending = await subscriptionAt(world.driver, root);
      expect(ending).toMatchObject({ status: 'active', endReason: null });
      expect(ending.cancelAt).toEqual(ending.paidUntil);
      await world.advanceDays(32);
      const ended = await subscriptionAt(world.driver, root);
      expect(ended).toMatchObject({ status: 'ended', endReason: 'scheduled', paidUntil: ending.paidUntil });
    });
  });

  describe('a purchase', () => {
    test('of three packs of credits tells what was bought, in yen, without a look at the session', async () => {
      const params = await paramsOf(world.driver, 'credits', { currency: 'JPY', quantity: 3 });
      const root = await buy(world, params);
      expect(root.kind).toBe('payment');
      expect(await world.driver.fetch(root)).toMatchObject({
        kind: 'payment',
        payment: {
          externalId: root.id,
          marks: { appId: APP_ID, userId: params.userId, checkoutId: params.checkoutId },
          customerExternalId: params.customerExternalId,
          subscriptionExternalId: null,
          invoiceExternalId: expect.any(String),
          priceExternalId: params.priceExternalId,
          quantity: 3,
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
      expect(await look()).toMatchObject({ externalId, state: 'open', failed: false, roots: [] });
      expect(await world.pay(externalId, DECLINED_CARD)).toBe(false);
      expect((await look()).state).toBe('open');
      expect(await world.pay(externalId)).toBe(true);
      expect(await look()).toMatchObject({ state: 'complete', failed: false, roots: [{ kind: 'payment' }] });
    });

    test('is given back once, and the refund is found by what asked for it', async () => {
      const params = await paramsOf(world.driver, 'lifetime');
      const root = await buy(world, params);
      const operationId = randomUUID();
      const since = await world.now();
      const find = (id: string) => world.driver.findRefund(root.id, params.customerExternalId, id, since);
      expect(await find(operationId)).toBeNull();
      const { externalId } = await world.driver.refundPayment(root.id, operationId);
      expect(await find(operationId)).toBe(externalId);
      expect(await find(randomUUID())).toBeNull();
      const seen = await world.driver.fetch(root);
      if (seen.kind !== 'payment') throw new Error(`it is ${seen.kind}`);
      expect(seen.payment.refunds).toMatchObject([
        {
          externalId,
          amount: seen.payment.amount,
          currency: 'USD',
          status: expect.stringMatching(/pending|succeeded/),
        },
      ]);
      await expect(world.driver.refundPayment(root.id, randomUUID())).rejects.toBeInstanceOf(ProviderRefused);
    });

    test('that the bank disputes brings the dispute along', async () => {
      const root = await buy(world, await paramsOf(world.driver, 'lifetime'), DISPUTED_CARD);
      await world.advanceDays(1);
      const seen = await world.driver.fetch(root);
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
    for (const root of [
      { kind: 'subscription', id: 'sub_0000000000000000000000' },
      { kind: 'payment', id: provider === 'stripe' ? 'pi_3000000000000000000000000' : 'pay_0000000000000000000000' },
      { kind: 'customer', id: 'cus_0000000000000000000000' },
    ] as const) {
      expect(await world.driver.fetch(root)).toEqual({ kind: 'absent' });
    }
  });

  test('every webhook so far is believed, and each that has a root leads to something that is there', async () => {
    await world.control('deliveries/idle', {});
    expect(world.delivered.length).toBeGreaterThan(20);
    const roots = new Map<string, Root>();
    for (const { body, headers } of world.delivered) {
      const { root } = world.driver.verify(body, headers);
      if (root !== null) roots.set(`${root.kind} ${root.id}`, root);
    }
    expect(roots.size).toBeGreaterThan(5);
    for (const root of roots.values()) expect((await world.driver.fetch(root)).kind).toBe(root.kind);
  });

  return { world: () => world };
}
