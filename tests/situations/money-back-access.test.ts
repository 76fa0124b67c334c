import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { requestRefund } from '@/lib/billing/account/refund';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { operatorRefund } from '@/lib/billing/operators/refund';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
// A refund can only fail while it has not been paid out.
beforeEach(() => world.control('dodo/switches', { refund_settles: 'by_hand' }));
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';

async function customer(provider: Provider, input: InputOf) {
  const user = await newCustomer();
  await buy(world, user, input(provider));
  return { user, payment: await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } }) };
}

async function tell(path: string, body: object = {}): Promise<void> {
  await world.control(path, body);
  await world.quiet();
}

type InputOf = (provider: Provider) => CheckoutInput;
const lifetime: InputOf = (provider) => ({ plan: 'lifetime', currency: 'USD', provider });
const credits: InputOf = (provider) => ({ plan: 'credits', quantity: 2, currency: 'USD', provider });
const starter: InputOf = (provider) => ({ plan: 'starter', interval: 'month', currency: 'USD', provider });
const grant = (paymentId: string) => db().grant.findFirstOrThrow({ where: { paymentId } });
const part = (payment: string, amount: bigint | null) =>
  operatorRefund({ payment, amount, items: [], reason: null, actor: 'command line' });

describe.each(PROVIDERS)('through %s', (provider) => {
  test('check 70: a full refund revokes Lifetime exactly once, a partial one does not', async () => {
    const { user, payment } = await customer(provider, lifetime);
    await part(payment.id, 20_000n);
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
    expect(await grant(payment.id)).toMatchObject({ quantity: 1, revoked: 0 });
    await part(payment.id, null);
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'refunded' });
    expect(await grant(payment.id)).toMatchObject({ quantity: 1, revoked: 1 });
    // Every event again.
    await db().webhookEvent.updateMany({ where: { status: 'processed' }, data: { status: 'received', attempts: 0 } });
    await world.quiet();
    expect(await db().grant.findMany({ where: { workspaceId: user.id } })).toMatchObject([{ quantity: 1, revoked: 1 }]);
  });

  test('check 70: two simultaneous refund requests never exceed what was paid', async () => {
    const { user, payment } = await customer(provider, credits);
    const asked = await Promise.allSettled([
      requestRefund(asOwner(user.id), payment.id),
      requestRefund(asOwner(user.id), payment.id),
      part(payment.id, 1_500n),
    ]);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await world.quiet();
    const refunds = await db().refund.findMany({ where: { paymentId: payment.id } });
    expect(refunds).toHaveLength(1);
    expect((await grant(payment.id)).revoked).toBe(refunds[0]?.amount === 1_500n ? 150 : 200);
  });

  test('check 70: a refund that fails at the bank opens Lifetime again, and can be requested again', async () => {
    const { user, payment } = await customer(provider, lifetime);
    await requestRefund(asOwner(user.id), payment.id);
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    const { externalId } = await db().refund.findFirstOrThrow({ where: { paymentId: payment.id } });
    await tell(provider === 'stripe' ? `stripe/refunds/${externalId}/fail` : `dodo/refunds/${externalId}/failed`);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
    expect(await grant(payment.id)).toMatchObject({ revoked: 0 });
    await requestRefund(asOwner(user.id), payment.id);
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
  });

  const disputed = (externalId: string) => tell(`${provider}/payments/${externalId}/dispute`);
  async function decided(paymentId: string, outcome: 'won' | 'lost'): Promise<void> {
    const { externalId } = await db().dispute.findFirstOrThrow({ where: { paymentId } });
    const path =
      provider === 'stripe' ? `stripe/disputes/${externalId}/resolve` : `dodo/disputes/${externalId}/${outcome}`;
    await tell(path, provider === 'stripe' ? { outcome } : {});
  }

  const BOUGHT: [string, InputOf, object, object][] = [
    ['Lifetime', lifetime, { level: 'full' }, { level: 'read_only', reason: 'disputed' }],
    ['a plan', starter, { level: 'full' }, { level: 'read_only', reason: 'disputed' }],
    ['credits', credits, { credits: 200 }, { credits: 0 }],
  ];
  test.each(BOUGHT)(
    'check 71: a dispute over %s freezes it; won, it is open as before',
    async (_, input, open, frozen) => {
      const { user, payment } = await customer(provider, input);
      expect(await getAccess(user.id)).toMatchObject(open);
      await disputed(payment.externalId);
      expect(await getAccess(user.id)).toMatchObject(frozen);
      await decided(payment.id, 'won');
      expect(await getAccess(user.id)).toMatchObject(open);
    },
  );

  test.each(BOUGHT)('check 71: a lost dispute over %s revokes it', async (_, input) => {
    const { user, payment } = await customer(provider, input);
    await disputed(payment.externalId);
    await decided(payment.id, 'lost');
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', credits: 0 });
  });

  test('check 71: lost for a past month, the contract ends', async () => {
    const { user, payment } = await customer(provider, starter);
    await tell('clock', { advanceDays: 32 });
    await disputed(payment.externalId);
    expect(await getAccess(user.id)).toMatchObject({ level: 'read_only', reason: 'disputed' });
    await decided(payment.id, 'lost');
    expect(await getAccess(user.id)).toMatchObject({ level: 'none', reason: 'ended' });
  });
});
