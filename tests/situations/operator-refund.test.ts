import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { requestRefund } from '@/lib/billing/account/refund';
import { operatorRefund, operatorRefundTerms, refundableItems } from '@/lib/billing/operators/refund';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { refundOfForm } from '@/lib/operators/refund-form';
import { tsx } from '../../scripts/lib/tools.mjs';
import { asOwner } from '../fixtures/as-owner';
import { runNode } from '../fixtures/commands';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const asked = { items: [], reason: 'a promise', actor: 'command line' };

async function credits(provider: Provider, quantity = 2) {
  const user = await newCustomer();
  await buy(world, user, { plan: 'credits', quantity, currency: 'USD', provider });
  return { user, payment: await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } }) };
}

async function starter(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  return { user, payment: await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } }) };
}

const refunds = (paymentId: string) =>
  db().refund.findMany({ where: { paymentId, status: { not: 'failed' } }, orderBy: { createdAt: 'asc' } });
const command = (...words: string[]) => runNode([...tsx('scripts/refund.ts'), ...words]);

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a part is refunded, and of credits the same share', async () => {
    const { user, payment } = await credits(provider);
    expect(await operatorRefund({ payment: payment.id, amount: 500n, ...asked })).toMatchObject({
      ...{ state: 'done', amount: 500n, currency: 'USD' },
    });
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ credits: 150 });
    // Dodo's takes days.
    await world.control('clock', { advanceDays: 5 });
    await world.quiet();
    expect(await refunds(payment.id)).toMatchObject([{ amount: 500n, status: 'succeeded' }]);
    expect(await db().email.count({ where: { userId: user.id, kind: 'refund' } })).toBe(1);
    expect(await db().auditLog.findMany({ where: { target: payment.id } })).toMatchObject([
      { actor: 'command line', action: 'payment.refund-asked', detail: { amount: '500', reason: 'a promise' } },
    ]);
    // The rest, later.
    expect(await operatorRefund({ payment: payment.externalId, amount: null, ...asked })).toMatchObject({
      ...{ state: 'done', amount: 1500n },
    });
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ credits: 0 });
    await expect(operatorRefund({ payment: payment.id, amount: null, ...asked })).rejects.toMatchObject({
      code: 'billing/not-refundable',
    });
  });

  test('never more than was paid, no matter who else requests one at the same time', async () => {
    const { user, payment } = await credits(provider);
    const all = await Promise.allSettled([
      operatorRefund({ payment: payment.id, amount: 1500n, ...asked }),
      operatorRefund({ payment: payment.id, amount: 1500n, ...asked }),
      operatorRefund({ payment: payment.id, amount: null, ...asked }),
      requestRefund(asOwner(user.id), payment.id),
    ]);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await world.quiet();
    const given = (await refunds(payment.id)).reduce((sum, refund) => sum + refund.amount, 0n);
    expect(given === 1500n || given === 2000n).toBe(true);
    await expect(operatorRefund({ payment: payment.id, amount: 2001n - given, ...asked })).rejects.toMatchObject({
      code: 'billing/not-refundable',
    });
  });

  test('refunding a part of a subscription’s payment leaves it running; refunding all of it ends it', async () => {
    const { user, payment } = await starter(provider);
    await operatorRefund({ payment: payment.id, amount: 400n, ...asked });
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    await operatorRefund({ payment: payment.id, amount: 500n, ...asked });
    await world.quiet();
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    expect(await db().subscription.findFirst({ where: { workspaceId: user.id } })).toMatchObject({ status: 'ended' });
  });

  test('the answer is lost after the refund was made: it is made once', async () => {
    const { payment } = await credits(provider);
    const match = 'POST .*refunds$';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, match });
    expect(await operatorRefund({ payment: payment.id, amount: 700n, ...asked })).toMatchObject({ state: 'pending' });
    expect(await operatorRefund({ payment: payment.id, amount: 700n, ...asked })).toMatchObject({ state: 'done' });
    await world.calm();
    for (let round = 0; round < 4; round += 1) {
      await db().operation.updateMany({
        where: { key: `refund:${payment.id}`, status: 'unknown' },
        data: { nextAttemptAt: new Date(0) },
      });
      await world.quiet();
    }
    expect(await refunds(payment.id)).toMatchObject([{ amount: 700n }]);
  });

  test('another amount, requested while the first has an unknown result: the first is found, and nothing else is sent', async () => {
    const { payment } = await credits(provider);
    const match = 'POST .*refunds$';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, match });
    expect(await operatorRefund({ payment: payment.id, amount: 700n, ...asked })).toMatchObject({ state: 'pending' });
    await expect(operatorRefund({ payment: payment.id, amount: 800n, ...asked })).rejects.toMatchObject({
      code: 'billing/in-progress',
    });
    await world.calm();
    await world.quiet();
    expect(await refunds(payment.id)).toMatchObject([{ amount: 700n }]);
  });

  test('the preview of a subscription that has ended, but is open to the end of what is paid, says that it has', async () => {
    const { user, payment } = await starter(provider);
    // As the refund of an upgrade leaves it.
    const ended = { status: 'ended', endReason: 'refunded', endedAt: new Date(), isCurrent: false } as const;
    await db().subscription.updateMany({ where: { workspaceId: user.id }, data: ended });
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    const { closes } = await operatorRefundTerms({ payment: payment.id, amount: null, ...asked });
    expect(closes).toEqual(['Access to Starter ends now; the subscription has already ended.']);
    expect((await command(payment.id)).output).toContain('the subscription has already ended.');
  });

  test('the command reports the result, and what is wrong with its arguments', async () => {
    const { payment } = await credits(provider, 1);
    const done = await command(payment.id, '--amount', '250', '--reason', 'half was broken');
    expect(done).toMatchObject({ code: 0 });
    expect(done.output).toContain(`Refunded $2.50 of payment ${payment.id}.`);
    const tooMuch = await command(payment.id, '--amount', '751');
    expect(tooMuch.code).toBe(1);
    expect(tooMuch.output).toContain('No more than 750 minor units can be refunded.');
    expect((await command(payment.id, '--amount', '2.50')).output).toContain('2.50 is not an amount in minor units.');
    expect((await command('nobody')).code).toBe(1);
    expect((await command()).output).toContain('Usage: ');
    await world.quiet();
    expect(await refunds(payment.id)).toMatchObject([{ amount: 250n }]);
  });
});

test('at Dodo refunds are per item', async () => {
  const { payment } = await credits('dodo');
  const [line] = (await driver('dodo').refundLines(payment.externalId)) ?? [];
  if (line === undefined) throw new Error('the payment has no items');
  expect(line.left).toBe(2000n);
  const items = [{ id: line.id, amount: 300n }];
  expect(await operatorRefund({ payment: payment.id, amount: null, ...asked, items })).toMatchObject({
    ...{ state: 'done', amount: 300n },
  });
  await expect(
    operatorRefund({ payment: payment.id, amount: null, ...asked, items: [{ id: 'pdt_other', amount: null }] }),
  ).rejects.toMatchObject({ code: 'request/invalid' });
  const warned = await command(payment.id, '--item', line.id);
  expect(warned.output).toContain('$3.00 of this payment was already refunded.');
  const rest = await command(payment.id, '--item', line.id, '--yes');
  expect(rest.output).toContain('Refunded $17.00 of payment');
  await world.quiet();
  expect(await refunds(payment.id)).toMatchObject([{ amount: 300n }, { amount: 1700n }]);
});

test('at Dodo a form selects items, each in full, or one with its amount, and shows what closes', async () => {
  const { payment } = await starter('dodo');
  const [line] = await refundableItems(payment.id);
  if (line === undefined) throw new Error('the payment has no items');
  const chosen = { payment: payment.id, items: [line.id], reason: 'a promise' };
  expect(await operatorRefundTerms(refundOfForm({ ...chosen, amount: 100n }))).toMatchObject({
    amount: 100n,
    closes: [],
  });
  expect(await operatorRefundTerms(refundOfForm({ ...chosen, amount: null }))).toMatchObject({
    ...{ amount: payment.amount, closes: [expect.stringContaining('Starter ends now')] },
  });
  expect(() => refundOfForm({ ...chosen, items: [line.id, 'other'], amount: 1n })).toThrow(
    'To enter an amount, select exactly one item.',
  );
  await operatorRefund({ ...refundOfForm({ ...chosen, amount: 100n }), actor: 'admin:1' });
  await world.quiet();
  expect(await refunds(payment.id)).toMatchObject([{ amount: 100n }]);
});

test('at Stripe there are no items', async () => {
  const { payment } = await credits('stripe');
  expect(await refundableItems(payment.id)).toEqual([]);
  await expect(
    operatorRefund({ payment: payment.id, amount: null, ...asked, items: [{ id: 'prod_1', amount: null }] }),
  ).rejects.toMatchObject({ code: 'request/invalid' });
});

test('the provider’s refusal is shown in its own words, and nothing changes', async () => {
  const { payment } = await credits('dodo');
  await world.control('clock', { advanceDays: 120 });
  await world.quiet();
  const refused = await operatorRefund({ payment: payment.id, amount: 100n, ...asked });
  expect(refused.state).toBe('refused');
  expect(refused.why).toContain('Payments can only be refunded within');
  const said = await command(payment.id, '--amount', '100');
  expect(said.code).toBe(1);
  expect(said.output).toContain('The provider refused the refund: ');
  expect(await refunds(payment.id)).toEqual([]);
});
