import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/cancel';
import { changePlan } from '@/lib/billing/change';
import { confirmCheckout } from '@/lib/billing/confirm';
import { invoiceOf } from '@/lib/billing/invoice';
import { openPortal } from '@/lib/billing/portal';
import { requestRefund } from '@/lib/billing/refund';
import { db } from '@/lib/db';
import { buy, ledgerOf, newCustomer } from '../../fixtures/customer';
import { startWorld, type TestWorld } from '../../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());
afterAll(() => world.close());

describe.each(['stripe', 'dodo'] as const)('through %s', (provider) => {
  test('invariant 25: another’s ids open nothing, give nothing back and change nothing', async () => {
    const [owner, stranger] = [await newCustomer(), await newCustomer()];
    const checkout = await buy(world, owner, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    const payment = await db().payment.findFirstOrThrow({ where: { userId: owner.id } });
    const before = await ledgerOf(owner.id);
    const notFound = { code: 'not-found', status: 404 };
    await expect(confirmCheckout(stranger.id, checkout.id)).rejects.toMatchObject(notFound);
    await expect(requestRefund(stranger.id, payment.id)).rejects.toMatchObject(notFound);
    await expect(invoiceOf(stranger.id, payment.id)).rejects.toMatchObject(notFound);
    const nothingHeld = { code: 'billing/no-subscription', status: 409 };
    await expect(cancelAtPeriodEnd(stranger.id, { feedback: null, comment: null })).rejects.toMatchObject(nothingHeld);
    await expect(changePlan(stranger.id, { plan: 'pro', interval: 'month' }, new Date())).rejects.toThrow();
    await expect(openPortal(stranger.id, provider)).rejects.toMatchObject({ code: 'billing/no-customer' });
    await world.quiet();
    expect(await ledgerOf(owner.id)).toEqual(before);
    expect(await ledgerOf(stranger.id)).toEqual({
      subscriptions: [],
      payments: [],
      grants: [],
      emails: [],
      operations: [],
    });
  });
});
