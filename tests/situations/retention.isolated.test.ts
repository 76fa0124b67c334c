import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import type { EventStatus } from '@/lib/generated/prisma/enums';
import { newUser } from '@/lib/workspaces/new-user';

process.env.RETENTION_DAYS = 'events=40,emails=30,operations=20,reconciliations=10,effects=5';
const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

beforeEach(async () => {
  await db().$executeRaw`TRUNCATE "WebhookEvent", "Email", "Operation", "ReconcileRun" CASCADE`;
});

const newPerson = () =>
  db().user.create({ data: newUser({ email: `${randomUUID()}@customer.test`, name: 'Ada Customer' }) });

async function event(eventId: string, days: number, status: EventStatus = 'processed', more: object = {}) {
  const at = ago(days);
  const when = { occurredAt: at, receivedAt: at, lastReceivedAt: at };
  const about = { provider: 'stripe', mode: 'sandbox', type: 'invoice.paid', targetKind: 'subscription' } as const;
  await db().webhookEvent.create({
    data: { ...about, targetId: 'sub_1', payload: {}, eventId, status, ...when, ...more },
  });
}

describe('data past its retention period', () => {
  test('an old event is deleted, one that failed or was redelivered recently stays', async () => {
    await event('old', 41);
    await event('ignored', 41, 'ignored');
    await event('young', 39);
    await event('dead', 41, 'dead');
    await event('again', 41, 'processed', { lastReceivedAt: ago(1) });
    await cleanUp();
    const left = await db().webhookEvent.findMany({ orderBy: { eventId: 'asc' } });
    expect(left.map(({ eventId }) => eventId)).toEqual(['again', 'dead', 'young']);
  });

  test('an email loses its text, and its key still prevents a second email about the same fact', async () => {
    const { id: userId } = await newPerson();
    const mail = { userId, kind: 'receipt', data: {}, snapshot: { amount: '9.00' }, dueAt: ago(40) };
    await db().email.createMany({
      data: [
        { ...mail, key: 'old', status: 'sent', createdAt: ago(31) },
        { ...mail, key: 'failed', status: 'failed', createdAt: ago(31) },
        { ...mail, key: 'young', status: 'sent', createdAt: ago(29) },
      ],
    });
    await cleanUp();
    const left = await db().email.findMany({ orderBy: { key: 'asc' }, select: { key: true, snapshot: true } });
    expect(left).toEqual([
      { key: 'failed', snapshot: mail.snapshot },
      { key: 'old', snapshot: null },
      { key: 'young', snapshot: mail.snapshot },
    ]);
  });

  test('an operation that never happened is deleted, one that reached a provider stays', async () => {
    const { id: userId } = await newPerson();
    const operation = {
      workspaceId: userId,
      provider: 'stripe',
      mode: 'sandbox',
      kind: 'refund',
      params: {},
      actor: 'test',
    } as const;
    for (const status of ['withdrawn', 'stale', 'succeeded', 'refused', 'unknown'] as const)
      await db().operation.create({ data: { ...operation, key: status, status } });
    await db().operation.create({ data: { ...operation, key: 'young', status: 'withdrawn' } });
    await db().$executeRaw`UPDATE "Operation" SET "updatedAt" = ${ago(21)} WHERE key <> 'young'`;
    await cleanUp();
    const left = await db().operation.findMany({ orderBy: { key: 'asc' }, select: { key: true } });
    expect(left.map(({ key }) => key)).toEqual(['refused', 'succeeded', 'unknown', 'young']);
  });

  test('a finished run of an effect is deleted, and its fact stays so that it is not reported again', async () => {
    const { id: userId } = await newPerson();
    const fact = {
      workspaceId: userId,
      mode: 'sandbox',
      type: 'payment.succeeded',
      data: {},
      plannedAt: ago(9),
    } as const;
    const runs = [
      { effect: 'old', status: 'done', finishedAt: ago(6) },
      { effect: 'young', status: 'done', finishedAt: ago(4) },
      { effect: 'dead', status: 'dead', finishedAt: null },
      { effect: 'waiting', status: 'waiting', finishedAt: null },
    ] as const;
    await db().billingFact.create({
      data: {
        ...{ ...fact, key: `payment.succeeded:${userId}`, occurredAt: ago(9) },
        runs: { create: runs.map((run) => ({ ...run, createdAt: ago(9) })) },
      },
    });
    await cleanUp();
    const left = await db().effectRun.findMany({
      where: { fact: { workspaceId: userId } },
      orderBy: { effect: 'asc' },
    });
    expect(left.map(({ effect }) => effect)).toEqual(['dead', 'waiting', 'young']);
    expect(await db().billingFact.count({ where: { workspaceId: userId } })).toBe(1);
  });

  test('a reconciliation is deleted with its differences', async () => {
    for (const days of [11, 9]) {
      const diffs = { create: [{ targetKind: 'payment', targetId: 'pi_1', field: 'status', action: 'corrected' }] };
      await db().reconcileRun.create({
        data: { provider: 'stripe', mode: 'sandbox', dryRun: false, actor: 'test', startedAt: ago(days), diffs },
      });
    }
    await cleanUp();
    expect([await db().reconcileRun.count(), await db().reconcileDiff.count()]).toEqual([1, 1]);
  });
});

describe('a deleted account', () => {
  test('leaves no name in more events than one statement processes', async () => {
    const { id: userId, email } = await newPerson();
    const at = { provider: 'stripe', mode: 'sandbox' } as const;
    await db().customer.create({ data: { ...at, workspaceId: userId, externalId: `cus_${userId}` } });
    await db().webhookEvent.createMany({
      data: Array.from({ length: 1_201 }, (_, index) => ({
        ...at,
        ...{ eventId: `evt_${index}`, type: 'invoice.paid', targetKind: 'payment', targetId: `pi_${index}` },
        ...{
          payload: { email },
          occurredAt: ago(1),
          status: 'processed' as const,
          customerExternalId: `cus_${userId}`,
        },
      })),
    });
    await deleteAccount(userId);
    expect(await db().webhookEvent.count({ where: { payload: { not: {} } } })).toBe(0);
    expect((await db().workspace.findUniqueOrThrow({ where: { id: userId } })).redactedAt).not.toBeNull();
  });

  test('whose events were stored without a customer is redacted once the cleanup has read them', async () => {
    const [leaving, staying] = [await newPerson(), await newPerson()];
    for (const { id, email } of [leaving, staying]) {
      await db().customer.create({
        data: { provider: 'stripe', mode: 'sandbox', workspaceId: id, externalId: `cus_${id}` },
      });
      const payload = { data: { object: { object: 'invoice', customer: `cus_${id}`, customer_email: email } } };
      await event(`evt_${id}`, 1, 'processed', { targetId: `sub_${id}`, payload });
    }
    await deleteAccount(leaving.id);
    expect((await db().workspace.findUniqueOrThrow({ where: { id: leaving.id } })).redactedAt).toBeNull();
    await cleanUp();
    expect((await db().workspace.findUniqueOrThrow({ where: { id: leaving.id } })).redactedAt).not.toBeNull();
    const named = await db().webhookEvent.findMany({ where: { payload: { not: {} } }, select: { eventId: true } });
    expect(named).toEqual([{ eventId: `evt_${staying.id}` }]);
  });

  test('whose redaction was interrupted is redacted by the cleanup', async () => {
    const user = await db().user.create({ data: newUser({ deletedAt: ago(1) }) });
    await db().workspace.update({ where: { id: user.id }, data: { deletedAt: ago(1) } });
    const operation = {
      provider: 'stripe',
      mode: 'sandbox',
      kind: 'schedule-cancel',
      key: 'x',
      actor: 'test',
    } as const;
    await db().operation.create({
      data: {
        ...operation,
        workspaceId: user.id,
        status: 'succeeded',
        params: { comment: 'I am Ada', feedback: 'other' },
      },
    });
    await event('evt_user', 1, 'processed', { workspaceId: user.id, customerExternalId: '', payload: { name: 'Ada' } });
    await cleanUp();
    expect(await db().operation.findFirst({ where: { workspaceId: user.id } })).toMatchObject({
      params: { feedback: 'other' },
    });
    expect(await db().webhookEvent.findFirst({ where: { workspaceId: user.id } })).toMatchObject({ payload: {} });
  });
});
