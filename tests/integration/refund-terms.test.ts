import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { spendCredits } from '@/lib/billing/access/credits';
import { billingOverview } from '@/lib/billing/account/overview';
import { REFUND_DAYS, requestRefund } from '@/lib/billing/account/refund';
import { refundTerms } from '@/lib/billing/account/refund-terms';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

const payments = (userId: string) =>
  db().payment.findMany({ where: { workspaceId: userId }, orderBy: { createdAt: 'asc' } });

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a refund of the current month ends the plan, one of a past month ends nothing', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'EUR', provider });
    const [first] = await payments(user.id);
    expect(await refundTerms(user.id, first?.id ?? '')).toMatchObject({
      ...{ description: 'Starter (monthly)', amount: 900n, currency: 'EUR', refundable: true, cardLast4: '4242' },
      ...{ closes: { kind: 'subscription', plan: 'starter' }, credits: 0, refunded: 0n },
    });
    await advance(32);
    const [early, late] = await payments(user.id);
    expect(await refundTerms(user.id, early?.id ?? '')).toMatchObject({ refundable: false, closes: null });
    expect(await refundTerms(user.id, late?.id ?? '')).toMatchObject({
      ...{ refundable: true, closes: { kind: 'subscription', plan: 'starter' } },
    });
    const shown = (await billingOverview(user.id)).payments;
    expect(shown.map(({ id, refundable }) => [id, refundable])).toEqual([
      [late?.id, true],
      [early?.id, false],
    ]);
  });

  test('the refund window closes after its days', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'lifetime', currency: 'USD', provider });
    const [payment] = await payments(user.id);
    expect(await refundTerms(user.id, payment?.id ?? '')).toMatchObject({
      ...{ refundable: true, closes: { kind: 'lifetime' } },
    });
    await advance(REFUND_DAYS + 1);
    expect(await refundTerms(user.id, payment?.id ?? '')).toMatchObject({ refundable: false });
  });

  test('credits are listed, and the page says so once some are spent', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 2, currency: 'USD', provider });
    const [payment] = await payments(user.id);
    expect(await refundTerms(user.id, payment?.id ?? '')).toMatchObject({
      ...{ refundable: true, credits: 200, spent: false, closes: null },
    });
    await spendCredits(user.id, 'one', 1, 'report');
    expect(await refundTerms(user.id, payment?.id ?? '')).toMatchObject({ refundable: false, spent: true });
  });

  test('what was refunded is shown, and is not offered again', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const [payment] = await payments(user.id);
    await requestRefund(asOwner(user.id), payment?.id ?? '');
    await world.quiet();
    expect(await refundTerms(user.id, payment?.id ?? '')).toMatchObject({
      ...{ refundable: false, refunded: 1000n, credits: 0, spent: false },
    });
  });

  test('another user’s payment is not found', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const [payment] = await payments(user.id);
    const other = await newCustomer();
    await expect(refundTerms(other.id, payment?.id ?? '')).rejects.toMatchObject({ status: 404 });
  });
});
