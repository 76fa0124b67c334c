import { setTimeout as pause } from 'node:timers/promises';
import { readSite } from '../lib/site.mjs';
import { ask, connect, signedWebhook } from './client.mjs';

/** The database refuses everybody for five seconds, and ends who is connected. */
export async function databaseAway(servers) {
  const server = await connect(servers, 'postgres');
  const name = new URL(servers.database).pathname.slice(1);
  const allow = (whether) => server.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${whether}`);
  const webhook = await signedWebhook(servers);
  await allow(false);
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  const away = await Promise.all([
    ask(servers, '/api/webhooks/stripe', webhook),
    ask(servers, '/api/health'),
    ask(servers, '/pricing'),
    ask(servers, '/dashboard', { headers: { cookie: `${(await readSite()).id}.session=x` } }),
  ]);
  await pause(5000);
  await allow(true);
  const back = Date.now();
  let until = null;
  while (until === null && Date.now() - back < 15_000) {
    const { status } = await ask(servers, '/api/health');
    if (status === 200) until = Date.now() - back;
    else await pause(200);
  }
  const redelivered = await ask(servers, '/api/webhooks/stripe', webhook);
  await server.end();
  const [taken, health, pricing, dashboard] = away.map(({ status, ms }) => `${status} in ${Math.round(ms)} ms`);
  return [
    {
      check: 52,
      what: 'a webhook while the database is away, and again after',
      measured: `${taken}, then ${redelivered.status}`,
      ok: away[0].status === 503 && away[0].ms < 5000 && redelivered.status === 200,
    },
    {
      check: 93,
      what: 'the database goes and comes back',
      measured: `health ${health}, pricing ${pricing}, dashboard ${dashboard}; well ${until} ms after it is back`,
      ok: until !== null && until < 10_000 && away[2].status === 200,
    },
  ];
}

/** Stops the process with SIGTERM while it answers. Must run last: the app is gone afterwards. */
export async function endInTheMiddle(servers) {
  const webhooks = await Promise.all(Array.from({ length: 40 }, () => signedWebhook(servers)));
  const sent = webhooks.map((webhook) => ask(servers, '/api/webhooks/stripe', webhook));
  // What has not reached the server by then is refused by the operating system, and sent again by the provider.
  await pause(15);
  process.kill(servers.pid, 'SIGTERM');
  const answers = await Promise.all(sent);
  const database = await connect(servers);
  const ids = webhooks.map(({ body }) => JSON.parse(body).id);
  const { rows } = await database.query('SELECT "eventId" AS id FROM "WebhookEvent" WHERE "eventId" = ANY($1)', [ids]);
  await database.end();
  const stored = new Set(rows.map(({ id }) => id));
  const answered = ids.filter((_, index) => answers[index].status === 200);
  const lost = answered.filter((id) => !stored.has(id)).length;
  const broken = answers.filter(({ status }) => status >= 500).length;
  return [
    {
      check: 54,
      what: 'the process is ended while 40 webhooks come in',
      measured: `${answered.length} answered 200 and ${lost} of them lost, ${broken} answered 5xx, the rest not connected`,
      ok: lost === 0 && answered.length > 0,
    },
  ];
}
