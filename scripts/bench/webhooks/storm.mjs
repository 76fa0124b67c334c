import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, connect, percentile, signedWebhook } from '../../stress/client.mjs';
import { processorMs } from '../requests/load.mjs';
import { createSubscriptions } from './subscriptions.mjs';

/** Seconds after which a storm that isn't processed has failed. */
const LONGEST = 600;

/**
 * Sends a storm of webhooks about new subscriptions to the apps in turn, and waits until everything is processed. `ok`: all
 * were taken and stored once, no attempt failed, and each subscription, payment, and receipt is in the ledger once.
 */
export async function measureStorm(servers, apps, { subscriptions, each, perSecond }) {
  const database = await connect(servers);
  const control = (path, body) =>
    fetch(`${servers.sandbox}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  // What the sandbox announces of them itself never comes.
  await control('pause-deliveries', { on: true });
  // No comparison with the provider finds them before their webhooks do.
  await database.query(
    `INSERT INTO "JobLease" (job, token, until, "lastRunAt") VALUES ('reconcile', 'bench', now(), now())
     ON CONFLICT (job) DO UPDATE SET "lastRunAt" = now()`,
  );
  const ids = await createSubscriptions(servers, database, subscriptions);
  const storm = Array.from({ length: each }, () => ids).flat();
  const databaseServer = await serverOf(database);
  const before = await usage(database, databaseServer, apps);
  const began = performance.now();
  const answers = await send(servers, apps, storm, perSecond);
  const sentMs = performance.now() - began;
  const refused = answers.filter(({ status }) => status !== 200).length;
  await processed(database, storm.length - refused, ids);
  const seconds = (performance.now() - began) / 1000;
  const after = await usage(database, databaseServer, apps);
  const events = await one(
    database,
    `SELECT count(*)::int AS stored, count(*) FILTER (WHERE status <> 'processed')::int AS unprocessed,
       count(*) FILTER (WHERE attempts > 1 OR error IS NOT NULL)::int AS failed,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM "processedAt" - "receivedAt")) AS seconds
     FROM "WebhookEvent" WHERE "rootId" = ANY($1)`,
    [ids],
  );
  const ledger = await one(
    database,
    `SELECT count(DISTINCT s.id)::int AS active, count(DISTINCT p.id)::int AS payments, count(DISTINCT e.id)::int AS receipts
     FROM "Subscription" s LEFT JOIN "Payment" p ON p."subscriptionId" = s.id
     LEFT JOIN "Email" e ON e."workspaceId" = s."workspaceId" AND e.kind = 'receipt'
     WHERE s."externalId" = ANY($1) AND s.status = 'active' AND s."holdsSlot"`,
    [ids],
  );
  await database.end();
  const times = answers.map(({ ms }) => ms);
  const perWebhook = (used) => (after[used] - before[used]) / storm.length;
  const once = Object.values(ledger).every((count) => count === subscriptions);
  return {
    processes: apps.length,
    about: `${each} × ${subscriptions}`,
    sent: Math.round((storm.length * 1000) / sentMs),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    refused,
    perSecond: (storm.length / seconds).toFixed(0),
    access: Math.round(events.seconds * 1000),
    transactions: perWebhook('transactions').toFixed(1),
    processor: perWebhook('processor').toFixed(1),
    postgres: perWebhook('postgres').toFixed(1),
    failed: events.failed,
    timeouts: after.timeouts - before.timeouts,
    ledger: Object.values(ledger).join(' · '),
    ok: refused + events.failed + events.unprocessed === 0 && events.stored === storm.length && once,
  };
}

/** In the order of the list, at this rate, whatever the answers take. */
async function send(servers, apps, ids, perSecond) {
  const began = performance.now();
  const sent = [];
  for (const [index, id] of ids.entries()) {
    const early = began + (index * 1000) / perSecond - performance.now();
    if (early > 1) await pause(early);
    const webhook = await signedWebhook(servers, { type: 'customer.subscription.updated', object: { id } });
    sent.push(ask(apps[index % apps.length], '/api/webhooks/stripe', webhook));
  }
  return Promise.all(sent);
}

async function processed(database, count, ids) {
  for (const end = Date.now() + LONGEST * 1000; Date.now() < end; await pause(250)) {
    const { done } = await one(
      database,
      `SELECT count(*)::int AS done FROM "WebhookEvent" WHERE "rootId" = ANY($1) AND status IN ('processed', 'dead')`,
      [ids],
    );
    if (done >= count) return;
  }
}

/** The process that all processes of the database server are below; NaN where there is no /proc (Linux). */
async function serverOf(database) {
  const { pid } = await one(database, 'SELECT pg_backend_pid() AS pid');
  const status = `/proc/${pid}/status`;
  return existsSync(status) ? Number(/PPid:\s+(\d+)/.exec(readFileSync(status, 'utf8'))[1]) : Number.NaN;
}

/**
 * What was used until now: transactions of the database, processor time of the apps and of PostgreSQL in ms, and pool
 * timeouts that the apps logged.
 */
async function usage(database, databaseServer, apps) {
  // PostgreSQL's counters come once a second (postgresql.org/docs/current/monitoring-stats.html).
  await pause(1500);
  const { transactions } = await one(
    database,
    `SELECT (xact_commit + xact_rollback)::float8 AS transactions FROM pg_stat_database WHERE datname = current_database()`,
  );
  const processor = apps.reduce((sum, { pid }) => sum + processorMs(pid), 0);
  const timeouts = apps.reduce((sum, { log }) => sum + timeoutsIn(readFileSync(log, 'utf8')), 0);
  return { transactions, processor, postgres: processorMs(databaseServer), timeouts };
}

const timeoutsIn = (text) => text.split('timeout exceeded when trying to connect').length - 1;

async function one(database, text, values = []) {
  const { rows } = await database.query(text, values);
  return rows[0];
}

const COLUMNS = {
  processes: 'Processes',
  about: 'Webhooks × subscriptions',
  sent: 'Sent a second',
  p50: 'p50, ms',
  p99: 'p99, ms',
  refused: 'Not taken',
  perSecond: 'Processed a second',
  access: 'Processed after (p95), ms',
  transactions: 'Transactions each',
  processor: 'CPU of the app each, ms',
  postgres: 'of PostgreSQL',
  failed: 'Failed attempts',
  timeouts: 'Pool timeouts',
  ledger: 'Subscriptions · payments · receipts',
};

export function table(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const names = Object.keys(COLUMNS);
  return [
    line(Object.values(COLUMNS)),
    line(names.map(() => '---')),
    ...rows.map((row) => line(names.map((name) => row[name])) + (row.ok ? '' : ' wrong')),
  ].join('\n');
}
