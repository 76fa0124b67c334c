import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ProviderRefused } from '@/lib/billing/providers/errors';
import { toSessionParams } from '@/lib/billing/providers/stripe/checkout';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { APP_ID, buy, newBuyer, paramsOf } from '../fixtures/driver-world';
import { testDriver } from './driver-contract';

const { world } = testDriver('stripe');

/** The plain SDK, for what no driver does. */
const stripe = () => {
  const { hostname, port } = new URL(world().sandbox.url);
  return stripeClient({ secretKey: 'sk_test_somebody_else', host: hostname, port: Number(port), protocol: 'http' });
};

describe('only at Stripe', () => {
  test('the same checkout requested twice is one session', async () => {
    const params = await paramsOf(world().driver, 'starter_month');
    const [first, second] = [await world().driver.createCheckout(params), await world().driver.createCheckout(params)];
    expect(second).toEqual(first);
  });

  test('a session is closed, and closing it again is no error', async () => {
    const params = await paramsOf(world().driver, 'starter_month');
    const { externalId } = await world().driver.createCheckout(params);
    expect(await world().driver.closeCheckout(externalId)).toBe(true);
    expect(await world().driver.closeCheckout(externalId)).toBe(true);
    expect(await world().driver.fetchCheckout(externalId, params.customerExternalId, params.checkoutId)).toMatchObject({
      state: 'expired',
      targets: [],
    });
  });

  test('a session that was paid meanwhile cannot be closed', async () => {
    const params = await paramsOf(world().driver, 'credits');
    const { externalId } = await world().driver.createCheckout(params);
    await world().pay(externalId);
    await expect(world().driver.closeCheckout(externalId)).rejects.toBeInstanceOf(ProviderRefused);
  });

  test('the same refund requested twice is one refund, even when the first answer never arrived', async () => {
    const target = await buy(world(), await paramsOf(world().driver, 'lifetime'));
    await world().control('faults', { kind: 'timeout_after_effect', provider: 'stripe', match: 'refunds', times: 1 });
    const operationId = randomUUID();
    const first = await world().driver.refundPayment(target.id, operationId);
    expect(await world().driver.refundPayment(target.id, operationId)).toEqual(first);
    const { data } = await stripe().refunds.list({ payment_intent: target.id });
    expect(data).toHaveLength(1);
  });

  test('a deleted customer is absent', async () => {
    const { customerExternalId: id } = await newBuyer(world().driver);
    expect((await world().driver.fetch({ kind: 'customer', id })).kind).toBe('customer');
    await stripe().customers.del(id);
    expect(await world().driver.fetch({ kind: 'customer', id })).toEqual({ kind: 'absent' });
  });

  test('a Lifetime that a promotion code pays in full is a payment of zero', async () => {
    const params = await paramsOf(world().driver, 'lifetime');
    const { allow_promotion_codes: _, ...session } = toSessionParams(APP_ID, params);
    const coupon = await stripe().coupons.create({ percent_off: 100, duration: 'once' });
    const { id } = await stripe().checkout.sessions.create({ ...session, discounts: [{ coupon: coupon.id }] });
    expect(await world().pay(id)).toBe(true);
    const seen = await world().driver.fetchCheckout(id, params.customerExternalId, params.checkoutId);
    expect(seen).toMatchObject({ state: 'complete', targets: [{ kind: 'payment' }] });
    const [target] = seen.targets;
    expect(target && (await world().driver.fetch(target))).toMatchObject({
      payment: {
        status: 'succeeded',
        amount: 0n,
        currency: 'USD',
        ownMetadata: { appId: APP_ID, workspaceId: params.workspaceId, checkoutId: params.checkoutId },
      },
    });
  });

  test('a subscription payment alone finds its subscription', async () => {
    const subscription = await buy(world(), await paramsOf(world().driver, 'starter_month'));
    const seen = await world().driver.fetch(subscription);
    if (seen.kind !== 'subscription') throw new Error(`it is ${seen.kind}`);
    const [payment] = seen.subscription.payments;
    expect(await world().driver.fetch({ kind: 'payment', id: payment?.externalId ?? '' })).toEqual({
      kind: 'payment',
      payment,
    });
  });

  test('the portal lets customers change their card and cancel, but not switch plans, in a single configuration', async () => {
    await paramsOf(world().driver, 'starter_month');
    const { data } = await stripe().billingPortal.configurations.list({ active: true, limit: 100 });
    const ours = data.filter(({ metadata }) => metadata?.app_id === 'driver-test');
    expect(ours).toMatchObject([
      {
        features: {
          payment_method_update: { enabled: true },
          invoice_history: { enabled: true },
          subscription_cancel: { enabled: true, mode: 'at_period_end', cancellation_reason: { enabled: true } },
          subscription_update: { enabled: false },
        },
      },
    ]);
  });
});
