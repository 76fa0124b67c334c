import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAlerts } from '@/lib/billing/operators/alerts';
import { giveCredits } from '@/lib/billing/operators/give-credits';
import { refundableItems } from '@/lib/billing/operators/refund';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { alertGroups, listAlerts } from '@/lib/operators/alerts';
import { listAudit } from '@/lib/operators/audit-log';
import { customerStory } from '@/lib/operators/customer';
import { openAlertsOf } from '@/lib/operators/customer-alerts';
import { listEndpoints } from '@/lib/operators/endpoints';
import { countDead, listEvents } from '@/lib/operators/events';
import { listJobs } from '@/lib/operators/jobs';
import { listCases, listDisputes, listOpenInvoices, listPayments, listRefunds } from '@/lib/operators/money';
import { listRuns } from '@/lib/operators/reconcile-runs';
import { movedIn } from '@/lib/operators/revenue/load';
import { netRevenue } from '@/lib/operators/revenue/money';
import { movementPages } from '@/lib/operators/revenue/movements';
import { readPeriod } from '@/lib/operators/revenue/period';
import { findCustomers } from '@/lib/operators/search';
import { timelineOf } from '@/lib/operators/timeline';
import { findUnmatchedEvent } from '@/lib/operators/unmatched-event';
import { waitingWork } from '@/lib/operators/work';
import { generateData } from '../../scripts/scale/data';
import { fullScans } from '../../scripts/scale/plans';
import { recordStatements } from '../../scripts/scale/statements';
import { addBacklog } from '../fixtures/backlog';
import { buy, newCustomer } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

/** As in tests/situations/query-plans.isolated.test.ts. */
const SIZES = { customers: 4_000, payments: 12_000, events: 30_000, emails: 12_000, operations: 8_000 };
const LARGE = 1_000;
/** Milliseconds. */
const YEAR = 365 * 86_400_000;
/** The index of all customers' revenue. */
const LEDGER = 'MrrChange_workspaceId_mode_currency_at_amount_idx';

let world: TestWorld;
let client: pg.Client;
beforeAll(async () => {
  world = await startWorld();
  client = new pg.Client({ connectionString: env().databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
});

test('no list, search, or timeline of an operator scans a whole large table, on the first page or a later one', async () => {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
  await giveCredits({
    workspaceId: user.id,
    key: crypto.randomUUID(),
    amount: 1,
    reason: 'test',
    actor: 'command line',
  });
  const { externalId } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  await db().alert.create({ data: { key: 'plans', kind: 'needs a person', detail: { payment: externalId } } });
  const now = new Date();
  const later = `${now.toISOString()}_id`;
  const day = now.toISOString().slice(0, 10);
  const anything = { provider: undefined, status: undefined, type: undefined, customer: undefined } as const;
  const anytime = { since: undefined, until: undefined } as const;
  const { id: after } = await db().alert.findFirstOrThrow({ select: { id: true } });
  const statements = await recordStatements(async () => {
    for (const cursor of [undefined, later]) {
      await findCustomers('', cursor);
      await listPayments(undefined, cursor);
      await listPayments('failed', cursor);
      await listRefunds(cursor);
      await listDisputes(cursor);
      await listCases(cursor);
      await listOpenInvoices(now, cursor);
      await listRuns(cursor);
      for (const state of ['open', 'closed', 'any'] as const) await listAlerts({ kind: undefined, state, cursor });
      await listAudit({ actor: undefined, action: undefined, target: undefined, cursor });
      await listAudit({ actor: `user:${user.id}`, action: 'payment.refunded', target: user.id, cursor });
      await listEvents({ ...anything, ...anytime, cursor });
      await listEvents({ ...anything, ...anytime, cursor, status: 'dead' });
      await listEvents({ ...anything, ...anytime, cursor, type: 'invoice.paid', since: now, until: now });
      await listEvents({ ...anything, ...anytime, cursor, provider: 'dodo', customer: user.id });
    }
    for (const text of [user.email.slice(0, 6), user.id, externalId]) await findCustomers(text, undefined);
    await openAlertsOf(user.id);
    await customerStory(user.id);
    await refundableItems(externalId);
    await timelineOf(user.id, null);
    await timelineOf(user.id, now);
    await alertGroups();
    for (const kind of [undefined, 'dead event'])
      for (const at of [undefined, after]) await openAlerts({ kind, after: at });
    await countDead();
    await waitingWork();
    await listJobs();
    await listEndpoints();
    await netRevenue(readPeriod(day, day, now));
    let moved = 0;
    for await (const page of movementPages({ from: new Date(0), to: new Date(now.getTime() + YEAR) }))
      moved += page.length;
    expect(moved).toBe(1);
  });
  const search = await recordStatements(() => findUnmatchedEvent('sub_of_someone_else'));
  await generateData(client, SIZES, () => {});
  await addBacklog(client);
  const asked = [...statements, ...search];
  const all = await fullScans(client, asked, LARGE);
  const forAny = await fullScans(client, asked, LARGE, [], 'any values');
  // For a page's names: with so few members, reading all of them costs less than finding the owners of unknown numbers.
  all.push(...forAny.filter(({ statement }) => !statement.includes('WITH named AS')));
  // A page follows an index from its newest row and stops after 50 rows, which has no condition on the index.
  const found = all.filter(({ node }) => node.startsWith('Seq'));
  expect(found.map(({ table, node, statement }) => `${table}: ${node}\n${statement}`)).toEqual([]);

  // What no customer has is found by the index on what webhooks are about, not by walking one on the time.
  const plans = await Promise.all(
    search.map(({ text, values }) => client.query<object>(`EXPLAIN (FORMAT JSON) ${text}`, [...values])),
  );
  const used = plans.map(({ rows }) => /WebhookEvent_\w+/.exec(JSON.stringify(rows))?.[0]);
  expect(used).toEqual(['WebhookEvent_provider_mode_rootKind_rootId_idx', 'WebhookEvent_customerExternalId_idx']);
});

test('one index holds all that the revenue of a period is added up from, in its order', async () => {
  const [asked] = await recordStatements(() => movedIn({ from: new Date(0), to: new Date() }));
  await client.query('BEGIN');
  // What costs less while the ledger is small.
  for (const way of ['seqscan', 'bitmapscan']) await client.query(`SET LOCAL enable_${way} = off`);
  await client.query('DROP INDEX "MrrChange_mode_at_idx"');
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${asked?.text}`, [...(asked?.values ?? [])]);
  await client.query('ROLLBACK');
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan.match(/\w+ Scan using "\w+"/g)).toEqual(Array(2).fill(`Only Scan using "${LEDGER}"`));
  expect(plan).not.toContain('Sort Key: "MrrChange"');
});
