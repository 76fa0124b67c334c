import { beforeAll, describe, expect, test } from 'vitest';
import { requestRefund } from '@/lib/billing/account/refund';
import { operatorRefund } from '@/lib/billing/operators/refund';
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
    expect(await db().refund.count({ where: { paymentId: id } })).toBe(1);
  });

  test('of two requests in turn, the second replaces the first before it is sent, which counts as in progress', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const { id } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    const wanted = { payment: id, amount: null, items: [], reason: null, actor: 'command line' };
    const both = await Promise.allSettled([operatorRefund(wanted), operatorRefund(wanted)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toMatchObject([{ value: { state: 'done' } }]);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'billing/in-progress' },
    });
    await world.quiet();
    expect(await db().refund.count({ where: { paymentId: id } })).toBe(1);
  });
});
