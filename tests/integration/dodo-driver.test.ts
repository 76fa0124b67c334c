import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ProviderUnknown } from '@/lib/billing/providers/errors';
import { keepsTheContract } from './driver-promises';
import { buy, paramsOf } from './driver-world';

const { world } = keepsTheContract('dodo');

describe('only at Dodo', () => {
  test('a session cannot be closed, and says so', async () => {
    const { externalId } = await world().driver.createCheckout(await paramsOf(world().driver, 'starter_month'));
    expect(await world().driver.closeCheckout(externalId)).toBe(false);
  });

  test('a refund whose answer never came is unknown, asked for once, and found afterwards', async () => {
    const params = await paramsOf(world().driver, 'lifetime');
    const root = await buy(world(), params);
    const since = await world().now();
    await world().control('faults', { kind: 'timeout_after_effect', provider: 'dodo', match: 'refunds', times: 1 });
    const operationId = randomUUID();
    await expect(world().driver.refundPayment(root.id, operationId)).rejects.toBeInstanceOf(ProviderUnknown);
    const found = await world().driver.findRefund(root.id, params.customerExternalId, operationId, since);
    const seen = await world().driver.fetch(root);
    if (seen.kind !== 'payment') throw new Error(`it is ${seen.kind}`);
    expect(seen.payment.refunds.map(({ externalId }) => externalId)).toEqual([found]);
  });

  test('payments that the ledger has are not fetched again, until one is given back', async () => {
    const root = await buy(world(), await paramsOf(world().driver, 'starter_month'));
    await world().advanceDays(32);
    const seen = await world().driver.fetch(root);
    if (seen.kind !== 'subscription') throw new Error(`it is ${seen.kind}`);
    const settled = new Set(seen.subscription.payments.map(({ externalId }) => externalId));
    expect(settled.size).toBe(2);
    expect(await world().calls(() => world().driver.fetch(root, settled))).toHaveLength(3);
    const [refunded] = settled;
    await world().driver.refundPayment(refunded ?? '', randomUUID());
    // The list tells of a refund once the bank has made it.
    await world().advanceDays(1);
    const after = await world().driver.fetch(root, settled);
    if (after.kind !== 'subscription') throw new Error(`it is ${after.kind}`);
    expect(after.subscription.payments.map(({ externalId }) => externalId)).toEqual([refunded]);
  });

  test('a trial that begins without any payment is found by the mark of its checkout', async () => {
    await world().control('dodo/switches', { trial_payment: 'none' });
    const params = await paramsOf(world().driver, 'pro_month', { trialDays: 14 });
    const root = await buy(world(), params);
    expect(root.kind).toBe('subscription');
    expect(await world().driver.fetch(root)).toMatchObject({ subscription: { status: 'trialing', payments: [] } });
  });
});
