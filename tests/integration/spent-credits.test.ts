import { beforeEach, expect, test } from 'vitest';
import { spendCredits } from '@/lib/billing/access/credits';
import { getAccess } from '@/lib/billing/access/get-access';
import { db } from '@/lib/db';
import { newCustomer } from '../fixtures/customer';

const GIVEN = 1_000;

let workspaceId: string;
beforeEach(async () => {
  workspaceId = (await newCustomer()).id;
  await db().givenCredit.create({
    data: { workspaceId, mode: 'sandbox', amount: GIVEN, actor: 'test', reason: 'test', key: workspaceId },
  });
});

const spend = (key: string, amount: number) => ({
  workspaceId,
  mode: 'sandbox' as const,
  key,
  amount,
  purpose: 'test',
});
const credits = async () => (await getAccess(workspaceId)).credits;

/** Compares the kept sum with the spends. */
async function expectSum(): Promise<void> {
  const { _sum } = await db().creditSpend.aggregate({ where: { workspaceId }, _sum: { amount: true } });
  const [kept] = await db().spentCredits.findMany({ where: { workspaceId } });
  expect(kept?.amount).toBe(BigInt(_sum.amount ?? 0));
  expect(await credits()).toBe(GIVEN - (_sum.amount ?? 0));
}

test('the kept sum is that of the spends, however many at the same time and of the same request', async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      spendCredits(workspaceId, `request:${index % 20}`, 1 + (index % 3), 'test'),
    ),
  );
  expect(await db().creditSpend.count({ where: { workspaceId } })).toBe(20);
  await expectSum();
});

test('also when other code writes, changes, and deletes them, many in a statement, and undoes it', async () => {
  await db().creditSpend.createMany({ data: Array.from({ length: 30 }, (_, index) => spend(`many:${index}`, index)) });
  await expectSum();
  await db().creditSpend.updateMany({ where: { workspaceId, amount: { gt: 20 } }, data: { amount: 5 } });
  await expectSum();
  await db().creditSpend.deleteMany({ where: { workspaceId, amount: { lt: 7 } } });
  await expectSum();
  const undone = db().$transaction(async (tx) => {
    await tx.creditSpend.create({ data: spend('undone', 100) });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await expectSum();
});

test('without it, in a database made without migrations, the spends are added up', async () => {
  await db().creditSpend.create({ data: spend('one', 30) });
  await db().spentCredits.deleteMany({ where: { workspaceId } });
  expect(await credits()).toBe(GIVEN - 30);
});

test.each([
  ['two uses', 2, [0, 0, 1]],
  ['endless uses', Number.POSITIVE_INFINITY, [0, 0, 0]],
  ['none', 0, [1, 1, 1]],
])('an allowance of %s is used before credits', async (_, included, amounts) => {
  const allowance = { included, since: new Date(Date.now() - 60_000), now: null };
  // What was used before the period counts for nothing.
  await db().creditSpend.create({
    data: { ...spend('before', 0), createdAt: new Date(0) },
  });
  for (const name of ['a', 'b', 'c']) await spendCredits(workspaceId, name, 1, 'report', allowance);
  const spends = await db().creditSpend.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } });
  expect(spends.slice(1).map(({ amount }) => amount)).toEqual(amounts);
});
