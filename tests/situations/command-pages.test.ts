import { beforeEach, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';
import { newCustomer } from '../fixtures/customer';
import { startWorld } from '../fixtures/world';

const MANY = 60;
const SHOWN = 50;
const command = (name: string, ...words: string[]) => runNode([...tsx(`scripts/${name}.ts`), ...words]);
const each = <Row>(row: (n: number) => Row) => Array.from({ length: MANY }, (_, n) => row(n));
const lines = (output: string) => output.split('\n').filter((line) => line.includes('no such server')).length;

beforeEach(async () => {
  await startWorld();
  await db().email.deleteMany();
  await db().effectRun.deleteMany();
});

test('the command for emails lists some of those that failed, and sends all of them again', async () => {
  const { id: userId } = await newCustomer();
  const failed = { userId, kind: 'receipt', data: {}, status: 'failed' as const, error: 'no such server' };
  await db().email.createMany({ data: each((n) => ({ ...failed, key: `test:${n}`, dueAt: new Date(0) })) });
  const { output } = await command('mail-resend');
  expect(lines(output)).toBe(SHOWN);
  expect(output).toContain(`${MANY} failed`);
  expect(await command('mail-resend', '--all')).toMatchObject({ code: 0 });
  expect(await db().email.count({ where: { status: 'failed' } })).toBe(0);
});

test('the command for effects lists some of the dead runs, and runs all of them again', async () => {
  const { id: workspaceId } = await newCustomer();
  const fact = { workspaceId, mode: 'sandbox' as const, type: 'test', data: {}, occurredAt: new Date(0) };
  const { id: factId } = await db().billingFact.create({ data: { ...fact, key: `test:${workspaceId}` } });
  const dead = { factId, status: 'dead' as const, error: 'no such server' };
  await db().effectRun.createMany({ data: each((n) => ({ ...dead, effect: `test-${n}` })) });
  const { output } = await command('billing-effects');
  expect(lines(output)).toBe(SHOWN);
  expect(output).toContain(`${MANY} dead`);
  expect(await command('billing-effects', 'replay', '--all')).toMatchObject({ code: 0 });
  expect(await db().effectRun.count({ where: { status: 'dead' } })).toBe(0);
});

test('the command that reconciles says how many differences a run found, and lists some of them', async () => {
  const run = { provider: 'stripe' as const, mode: 'sandbox' as const, dryRun: false, actor: 'test' };
  const { id: runId } = await db().reconcileRun.create({ data: { ...run, asOf: new Date(), since: new Date() } });
  const found = { runId, targetKind: 'subscription', field: 'status', remote: 'no such server', action: 'corrected' };
  await db().reconcileDiff.createMany({ data: each((n) => ({ ...found, targetId: `sub_${n}` })) });
  const { output } = await command('reconcile');
  expect(output).toContain(`${MANY} differences`);
  expect(lines(output)).toBe(SHOWN);
  expect(output).toContain(`and ${MANY - SHOWN} more`);
});
