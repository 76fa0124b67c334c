import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, cancelNow } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { invoiceOf } from '@/lib/billing/account/invoice';
import { openPortal } from '@/lib/billing/account/portal';
import { requestRefund } from '@/lib/billing/account/refund';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import { db } from '@/lib/db';
import { asOwner } from '../../fixtures/as-owner';
import { buy, ledgerOf, newCustomer } from '../../fixtures/customer';
import { PROVIDERS } from '../../fixtures/providers';
import { startWorld, type TestWorld } from '../../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

describe.each(PROVIDERS)('through %s', (provider) => {
  test('invariant 25: another customer’s ids open nothing, refund nothing, and change nothing', async () => {
    const [owner, stranger] = [await newCustomer(), await newCustomer()];
    const checkout = await buy(world, owner, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: owner.id } });
    const before = await ledgerOf(owner.id);
    const notFound = { code: 'not-found', status: 404 };
    await expect(confirmCheckout(stranger.id, checkout.id)).rejects.toMatchObject(notFound);
    await expect(requestRefund(asOwner(stranger.id), payment.id)).rejects.toMatchObject(notFound);
    await expect(invoiceOf(stranger.id, payment.id)).rejects.toMatchObject(notFound);
    const nothingHeld = { code: 'billing/no-subscription', status: 409 };
    await expect(cancelAtPeriodEnd(asOwner(stranger.id), { feedback: null, comment: null })).rejects.toMatchObject(
      nothingHeld,
    );
    const { terms } = await previewChange(owner.id, { plan: 'pro', interval: 'month' });
    await expect(changePlan(asOwner(stranger.id), { plan: 'pro', interval: 'month' }, terms)).rejects.toMatchObject({
      code: 'billing/preview-expired',
    });
    await expect(cancelNow(asOwner(stranger.id), terms)).rejects.toMatchObject(nothingHeld);
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
