import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { exportAccount } from '@/lib/account/export';
import { spendCredits } from '@/lib/billing/access/credits';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { changeOptions } from '@/lib/billing/account/change-options';
import { billingOverview } from '@/lib/billing/account/overview';
import { requestRefund } from '@/lib/billing/account/refund';
import { refundTerms } from '@/lib/billing/account/refund-terms';
import { EFFECTS } from '@/lib/billing/effects';
import type { Effect } from '@/lib/billing/effects/effect';
import { dropWaiting } from '@/lib/billing/ledger/email';
import { reconcile } from '@/lib/billing/reconcile/run';
import type { Provider } from '@/lib/billing/types';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { resendMail } from '@/lib/mail/resend';
import { readDatabase } from '@/lib/metrics/read';
import { readPeriod } from '@/lib/operators/revenue/period';
import { trialsOf } from '@/lib/operators/revenue/trials';
import { countUnsent, markSent } from '@/lib/operators/unsent-alerts';
import { sendDueHeld } from '@/lib/team/held';
import { changeRole, removeMember } from '@/lib/team/members';
import { generateData } from '../../scripts/scale/data';
import { canUse, type FullScan, fullScans, tablesBeyond } from '../../scripts/scale/plans';
import { recordStatements, type Statement } from '../../scripts/scale/statements';
import { alsoHappens } from '../fixtures/also-happens';
import { asOwner } from '../fixtures/as-owner';
import { addBacklog } from '../fixtures/backlog';
import { buy, newCustomer } from '../fixtures/customer';
import { readExport } from '../fixtures/exported';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

/** Few enough rows for a test, and enough that PostgreSQL prefers an index where there is one. */
const SIZES = { customers: 4_000, payments: 12_000, events: 30_000, emails: 12_000, operations: 8_000 };
/** The number of rows from which a table counts as large. */
const LARGE = 1_000;

/** What only the test asks: `quiet`, and the end of all waits below. */
const OF_THE_TEST = [
  /^SELECT COUNT.*"WebhookEvent"\."status" IN/,
  /^UPDATE "public"."WebhookEvent" SET "nextAttemptAt" = \$1 WHERE "public"."WebhookEvent"."status"/,
];

/** Tables that stay small however many customers there are, and why. */
const NEVER_LARGE = {
  ProviderPrice: 'a price for each product, interval, and currency, and those of before',
  RootLease: 'what is being worked on now: a row is deleted when its work is done',
  ProviderCircuit: 'one row for each provider and mode',
  PermissionCircuit: 'one row for each kind of operation',
  ProviderPace: 'one row for each provider and mode',
  AlertNotice: 'one row for each kind of alert',
  JobLease: 'one row for each job',
  BusinessClock: 'one row, in the sandbox',
  _prisma_migrations: 'one row for each migration, which only Prisma reads',
  bench_progress: 'one row for each generated table, and not of the app',
};

const METRICS = /SELECT 'events' AS name/;
/** Statements that may read a whole table, and why. */
const MAY_SCAN: readonly (readonly [RegExp, string])[] = [
  [/FROM "ReconcileRun"\s+WHERE .*"finishedAt" IS NULL/s, 'one row a day and provider, kept for 400 days'],
  [
    /FROM "Subscription"\s+WHERE provider = \$1::"Provider" AND mode = \$2::"Mode"\s+AND status NOT IN \('ended', 'failed'\)\s*$/,
    'asked without times only when the whole list of the provider is one page',
  ],
  [METRICS, 'has a test of its own'],
];

/** Statements that may read a whole table with a plan for any values, and why PostgreSQL doesn't choose that plan. */
const MAY_SCAN_FOR_ANY: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*UPDATE "WebhookEvent" SET status = 'failed'.*id = ANY/s,
    'reads what waits instead of up to a hundred ids, and only while that is less',
  ],
  [/^DELETE FROM "public"."VerificationToken" .* LIKE/, 'costs a scan, and with the values known two rows'],
  [
    /DELETE FROM "ReconcileRun".*NOT EXISTS/s,
    'takes a third of all runs for old, and with the days known next to none',
  ],
];

let world: TestWorld;
let client: pg.Client;
let statements: readonly Statement[];
/** Of a report, which may read a table. */
let trials: readonly Statement[];

beforeAll(async () => {
  world = await startWorld();
  (EFFECTS as Effect[]).push({ name: 'note', on: { 'payment.succeeded': async () => {} } }); // read-only for the app
  // The app's queries don't depend on the amount of data: recorded before, explained after.
  const recorded = await recordStatements(async () => {
    for (const provider of PROVIDERS) await liveThrough(provider);
    await alsoHappens(world);
    await cleanUp();
    await resendMail('none', 'test');
    await db().$transaction((tx) => dropWaiting({ tx, owner: { workspaceId: 'none' } }, 'case:none:'));
    for (const unsent of await countUnsent()) await markSent(unsent);
    await sendDueHeld();
    await readDatabase();
  });
  statements = recorded.filter(({ text }) => !OF_THE_TEST.some((own) => own.test(text)));
  trials = await recordStatements(() => trialsOf(readPeriod(undefined, undefined, new Date())));
  client = new pg.Client({ connectionString: env().databaseUrl });
  await client.connect();
  await generateData(client, SIZES, () => {});
  await addBacklog(client);
});
afterAll(async () => {
  await client?.end();
});

/** A customer from the first checkout to the deleted account, with a refund, a failed renewal, and everything the jobs do. */
async function liveThrough(provider: Provider): Promise<void> {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
  await spendCredits(user.id, randomUUID(), 1, 'test');
  await billingOverview(user.id);
  await changeOptions(user.id);
  const { terms } = await previewChange(user.id, { plan: 'pro', interval: 'month' });
  await changePlan(asOwner(user.id), { plan: 'pro', interval: 'month' }, terms);
  await world.quiet();
  await cancelAtPeriodEnd(asOwner(user.id), { feedback: 'other', comment: 'changed my mind' });
  await undoCancel(asOwner(user.id));
  await world.control('faults', { kind: '500', provider });
  await world.control('clock', { advanceDays: 32 });
  await world.quiet();
  await world.calm();
  await db().webhookEvent.updateMany({ where: { status: 'failed' }, data: { nextAttemptAt: new Date(0) } });
  await world.quiet();
  const [payment] = await db().payment.findMany({ where: { workspaceId: user.id }, orderBy: { createdAt: 'desc' } });
  if (payment === undefined) throw new Error('a payment of the renewal');
  const { refundable } = await refundTerms(user.id, payment.id);
  if (refundable) await requestRefund(asOwner(user.id), payment.id);
  await world.quiet();
  await joinAndLeave(user.id);
  await readExport(await exportAccount(user.id));
  await reconcile({ provider, actor: 'test', rootsPerSecond: 1000 });
  await deleteAccount(user.id);
  await world.quiet();
}

/** Someone who becomes an admin, and isn't one anymore. */
async function joinAndLeave(workspaceId: string): Promise<void> {
  const { id: userId } = await newCustomer();
  await db().member.create({ data: { workspaceId, userId, role: 'member' } });
  await changeRole(asOwner(workspaceId), userId, 'admin');
  await changeRole(asOwner(workspaceId), userId, 'member');
  await removeMember(asOwner(workspaceId), userId);
}

const told = (found: readonly FullScan[]) =>
  found.map(({ table, node, statement }) => `${table}: ${node}\n${statement}`);

const except = (found: readonly FullScan[], listed: typeof MAY_SCAN) =>
  found.filter(({ statement }) => !listed.some(([text]) => text.test(statement)));

test('no query of a request or a job scans a whole large table', async () => {
  const found = await fullScans(client, statements, LARGE);
  expect(told(except(found, MAY_SCAN))).toEqual([]);
});

test('no query scans a whole large table with a plan that PostgreSQL makes for any values', async () => {
  const found = await fullScans(client, statements, LARGE, [], 'any values');
  expect(told(except(found, [...MAY_SCAN, ...MAY_SCAN_FOR_ANY]))).toEqual([]);
});

test('metrics scan only what is due and fits their limit of 10,000 here, and reconciliations, one a day', async () => {
  const metrics = statements.filter(({ text }) => METRICS.test(text));
  expect(metrics).not.toEqual([]);
  const tables = new Set((await fullScans(client, metrics, LARGE)).map(({ table }) => table));
  expect([...tables].filter((table) => !['Email', 'ReconcileRun'].includes(table))).toEqual([]);
});

test('a statement that can use a partial index only while its values are known is found', async () => {
  const text = `SELECT id FROM "Email" WHERE "workspaceId" = $1 AND status = $2::"EmailStatus"`;
  const asked = [{ text, values: ['none', 'waiting'] }];
  expect(await fullScans(client, asked, LARGE)).toEqual([]);
  expect(await fullScans(client, asked, LARGE, [], 'any values')).toHaveLength(1);
});

test('a statement that reads everything that waits is found, unless it stops after some', async () => {
  const text = `SELECT id FROM "WebhookEvent" WHERE mode = 'sandbox' AND status IN ('received', 'processing', 'failed')
    AND "nextAttemptAt" < now()`;
  const scans = (ending: string) => fullScans(client, [{ text: `${text} ${ending}`, values: [] }], LARGE);
  expect(await scans('')).toHaveLength(1);
  expect(await scans('ORDER BY md5(id) LIMIT 50')).toHaveLength(1);
  expect(await scans('ORDER BY "nextAttemptAt" LIMIT 50')).toEqual([]);
});

test('every table that can grow counts as large', async () => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace`,
  );
  const large = await tablesBeyond(client, LARGE);
  const small = rows.map(({ name }) => name).filter((name) => !large.has(name));
  expect(small.sort()).toEqual(Object.keys(NEVER_LARGE).sort());
});

test('the statements of every path were recorded', () => {
  const asked = statements.map(({ text }) => text.replaceAll(/\s+/g, ' '));
  for (const part of [
    `UPDATE "Email" SET status = 'sending'`,
    'INSERT INTO "WebhookEvent"',
    `UPDATE "WebhookEvent" SET status = 'processing'`,
    `UPDATE "EffectRun" SET status = 'running'`,
    'FROM "DelinquencyCase" overdue',
    `SET status = 'withdrawn', error = 'never sent'`,
    `UPDATE "WebhookEvent" SET payload = '{}' WHERE id = ANY(ARRAY( SELECT named.id`,
    'DELETE FROM "AuditLog"',
    `UPDATE "Email" SET status = 'dropped'`,
    'AND starts_with(key, $2)',
    '"public"."Operation"."key" = $1',
    '"public"."Operation"."subject" = $1',
    `SELECT 'events' AS name`,
    'INSERT INTO "RateLimit"',
    'FROM "Session" session JOIN "User" account',
    'INSERT INTO "public"."CreditSpend"',
    'INSERT INTO "public"."Invitation"',
    'INSERT INTO "public"."VerificationToken"',
    'INSERT INTO "public"."Grant"',
    'INSERT INTO "public"."Dispute"',
  ])
    expect(asked.find((text) => text.includes(part)) ?? 'not recorded', part).toContain(part);
});

test('every partial index can be used by a statement of the app', async () => {
  // Those that are unique are there for what they forbid.
  const { rows } = await client.query<{ table: string; name: string }>(`
    SELECT indrelid::regclass::text AS table, indexrelid::regclass::text AS name FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid
    WHERE indpred IS NOT NULL AND NOT indisunique AND relnamespace = 'public'::regnamespace`);
  const unused: string[] = [];
  for (const { table, name } of rows)
    if (!(await canUse(client, [...statements, ...trials], table, name))) unused.push(name);
  expect(unused).toEqual([]);
});

test('a backlog of effects is read in order, not sorted for each batch', async () => {
  const claim = statements.find(({ text }) => /UPDATE "EffectRun" SET status = 'running'/.test(text));
  const { rows } = await client.query(`EXPLAIN ${claim?.text}`, [...(claim?.values ?? [])]);
  const plan = JSON.stringify(rows);
  expect(plan).toContain('Index Scan using \\"EffectRun_due_idx');
  expect(plan).not.toContain('Sort');
});

test.each([
  ['the events of one provider', /FROM "WebhookEvent" event\s+WHERE event\.mode/, 'WebhookEvent_due_idx'],
  ['advance notices', /UPDATE "Email" SET status = 'sending'.*kind IN/s, 'Email_notice_idx'],
  ['all other emails', /UPDATE "Email" SET status = 'sending'.*kind NOT IN/s, 'Email_due_idx'],
])('%s are found by an index of what is due of them', async (_, statement, index) => {
  const found = statements.find(({ text }) => statement.test(text));
  const { rows } = await client.query(`EXPLAIN ${found?.text}`, [...(found?.values ?? [])]);
  expect(JSON.stringify(rows)).toContain(`using \\"${index}\\"`);
});

test.each([
  ['Email_due_idx', 'Email_status_nextAttemptAt_idx'],
  ['Email_userId_idx', 'Email_userId_createdAt_idx'],
  ['Operation_key_idx', 'Operation_live_key'],
  ['Operation_undone_idx', 'Operation_status_nextAttemptAt_idx'],
  [
    ...['WebhookEvent_waiting_idx', 'WebhookEvent_due_idx', 'WebhookEvent_status_nextAttemptAt_idx'],
    // Those of the operators' lists begin with the mode too.
    ...['receivedAt', 'provider_receivedAt', 'status_receivedAt', 'type_receivedAt'].map(
      (columns) => `WebhookEvent_mode_${columns}_id_idx`,
    ),
  ],
  ['WebhookEvent_customerExternalId_idx'],
  ['WebhookEvent_payload_idx'],
  ['EffectRun_due_idx', 'EffectRun_status_nextAttemptAt_idx'],
  ['AuditLog_action_at_idx', 'AuditLog_at_idx'],
  ['Session_expires_idx'],
  ['Customer_workspaceId_idx'],
  ['Workspace_unredacted_idx'],
  ['Refund_paymentId_idx'],
  ['Dispute_paymentId_idx'],
  ['Grant_workspaceId_idx'],
  ['GivenCredit_workspaceId_idx'],
  ['GivenAccess_workspaceId_idx'],
  ['Account_userId_idx'],
])('without %s a whole table would be scanned', async (...indexes) => {
  const [table = ''] = indexes[0]?.split('_') ?? [];
  expect((await fullScans(client, statements, LARGE, indexes)).map((scan) => scan.table)).toContain(table);
});
