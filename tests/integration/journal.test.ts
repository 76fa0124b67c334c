import { expect, test } from 'vitest';
import { emptyJournal, type Journal, writeJournal } from '@/lib/billing/ledger/journal';
import { db } from '@/lib/db';
import { newId } from '@/lib/new-id';
import { newCustomer } from '../fixtures/customer';

const fact = (workspaceId: string, name: string, data: object = {}) => ({
  ...{ id: newId(), type: 'payment.succeeded', key: `${workspaceId}:${name}`, data: { ...data } },
  occurredAt: new Date('2026-03-10T10:00:00.123Z'),
});

async function append(workspaceId: string, journal: Journal): Promise<void> {
  const sync = { mode: 'sandbox', owner: { workspaceId }, ticket: 1n, now: new Date(), cause: 'test' } as const;
  await db().$transaction((tx) => writeJournal({ tx, ...sync }, journal));
}

test('facts are read in the order in which a sync noted them, and one noted twice is kept as it was first', async () => {
  const { id } = await newCustomer();
  const names = Array.from({ length: 40 }, (_, index) => `${39 - index}`);
  const facts = [...names.map((name) => fact(id, name)), fact(id, '39', { again: true })];
  await append(id, { ...emptyJournal(), facts });
  const stored = await db().billingFact.findMany({ where: { workspaceId: id }, orderBy: { createdAt: 'asc' } });
  expect(stored.map(({ key }) => key)).toEqual(names.map((name) => `${id}:${name}`));
  expect(stored[0]).toMatchObject({ mode: 'sandbox', data: {}, occurredAt: new Date('2026-03-10T10:00:00.123Z') });
});

test('a fact that an earlier sync recorded stays as it is', async () => {
  const { id } = await newCustomer();
  await append(id, { ...emptyJournal(), facts: [fact(id, 'paid', { amount: '100' })] });
  await append(id, { ...emptyJournal(), facts: [fact(id, 'paid', { amount: '200' }), fact(id, 'more')] });
  const stored = await db().billingFact.findMany({ where: { workspaceId: id }, orderBy: { createdAt: 'asc' } });
  expect(stored.map(({ data }) => data)).toEqual([{ amount: '100' }, {}]);
});

test('revenue beyond the numbers of JSON is exact', async () => {
  const { id: workspaceId } = await newCustomer();
  const { id: subscriptionId } = await db().subscription.create({
    data: {
      ...{ workspaceId, provider: 'stripe', mode: 'sandbox', externalId: `sub_${workspaceId}`, ticket: 1n },
      ...{ syncedAt: new Date(), status: 'active', providerStatus: 'active', priceExternalId: 'price_1', quantity: 1 },
      ...{ currency: 'JPY', amount: 1n, startedAt: new Date() },
    },
  });
  const amount = 9_007_199_254_740_993n;
  const revenue = [{ id: newId(), subscriptionId, currency: 'JPY', amount: String(amount) }];
  const transitions = [{ id: newId(), subscriptionId, from: null, to: 'active' as const, diff: {} }];
  await append(workspaceId, { facts: [], transitions, revenue });
  expect(await db().mrrChange.findFirst({ where: { subscriptionId } })).toMatchObject({ amount, currency: 'JPY' });
  expect(await db().subscriptionTransition.findFirst({ where: { subscriptionId } })).toMatchObject({
    ...{ from: null, to: 'active', cause: 'test', ticket: 1n },
  });
});
