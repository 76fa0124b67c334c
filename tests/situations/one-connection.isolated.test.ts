import { beforeAll, describe, expect, test } from 'vitest';
import { requestRefund } from '@/lib/billing/account/refund';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

// A transaction that wanted a second connection would wait for itself.
process.env.DATABASE_POOL_SIZE = '1';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

describe.each(PROVIDERS)('at %s', (provider) => {
  test('a customer is refunded by a process with one connection', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    const { id } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    await requestRefund(asOwner(user.id), id);
    await world.quiet();
    expect(await db().refund.count({ where: { paymentId: id, status: 'succeeded' } })).toBe(1);
  });
});
