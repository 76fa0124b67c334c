import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { readSite } from '../lib/site.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** One request: its status (0 when the connection failed or took 10 s) and its milliseconds. */
export function ask(servers, path, { method = 'GET', headers = {}, body = '' } = {}) {
  const began = performance.now();
  return new Promise((done) => {
    const finish = (status, text = '') => done({ status, text, ms: performance.now() - began });
    const sent = request(servers.app + path, { method, headers, agent, timeout: 10_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        if (text.length < 1000) text += part;
      });
      answer.on('end', () => finish(answer.statusCode, text));
      answer.on('error', () => finish(0));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => finish(0));
    sent.end(body);
  });
}

/** A webhook of Stripe's, about nothing we know unless said otherwise, signed as Stripe signs. */
export async function signedWebhook(servers, { type = 'money.teleported', object = {} } = {}) {
  servers.webhookSecret ??= (await (await fetch(`${servers.sandbox}/_sandbox/endpoints`)).json()).data.find(
    ({ provider }) => provider === 'stripe',
  ).secrets[0];
  const id = `evt_${randomUUID()}`;
  const event = { id, object: 'event', type, created: 1, livemode: false, data: { object } };
  const body = JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', servers.webhookSecret).update(`${at}.${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mac}` },
  };
}

/** Creates a user with a session; returns the cookie. */
export async function signedIn(database) {
  const [id, token] = [randomUUID(), randomBytes(32).toString('base64url')];
  const key = createHash('sha256').update(token).digest('base64url');
  await database.query(
    `WITH person AS (INSERT INTO "User" (id, email, name) VALUES ($1, $2, $3) RETURNING id),
       own AS (INSERT INTO "Workspace" (id) SELECT id FROM person)
     INSERT INTO "Member" ("workspaceId", "userId", role) SELECT id, id, 'owner' FROM person`,
    [id, `${id}@customer.test`, 'Ada'],
  );
  await database.query(
    `INSERT INTO "Session" ("sessionToken", "userId", expires) VALUES ($1, $2, now() + interval '1 day')`,
    [key, id],
  );
  return `${(await readSite()).id}.session=${token}`;
}

/** A connection to the database of this servers, or to the server's own. */
export async function connect(servers, name) {
  const { default: pg } = await import('pg');
  const url = new URL(servers.database);
  if (name !== undefined) url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  // The server ends every connection when it takes the database away; the next query says so.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Megabytes the app holds in memory; Linux only. */
export function memoryOf({ pid }) {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

/** The value that this part of the values is not above, `part` from 0 to 1. */
export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}
