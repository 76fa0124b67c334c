import { setTimeout as pause } from 'node:timers/promises';
import { ask, connect, memoryOf, percentile, signedIn, signedWebhook } from './client.mjs';

const CONNECTIONS = 50;
/** The size of the app's own pool (lib/db.ts), and our own connection. */
const MOST_DATABASE_CONNECTIONS = 10 + 1;

/** Every public page and the dashboard, with fifty concurrent connections. */
export async function loadPages(servers, seconds) {
  const database = await connect(servers);
  const cookie = await signedIn(database);
  await database.end();
  const lines = [];
  for (const path of ['/', '/pricing', '/sign-in', '/dashboard']) {
    const answers = [];
    const end = Date.now() + seconds * 1000;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (Date.now() < end) answers.push(await ask(servers, path, { headers: { cookie } }));
      }),
    );
    const bad = answers.filter(({ status }) => status === 0 || status >= 500).length;
    const times = answers.map(({ ms }) => ms);
    const rate = Math.round(answers.length / seconds);
    lines.push({
      check: 90,
      what: `${path}, ${CONNECTIONS} connections, ${seconds} s`,
      measured: `${rate} requests/s, p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms, ${bad} failed`,
      ok: bad === 0,
    });
  }
  return lines;
}

/** Everything at a moderate pace for minutes: memory must not grow without end, nor connections. */
export async function soak(servers, minutes) {
  const database = await connect(servers);
  const cookie = await signedIn(database);
  const [began, end] = [Date.now(), Date.now() + minutes * 60_000];
  const samples = [];
  let failed = 0;
  let most = 0;
  const paths = ['/', '/pricing', '/dashboard', '/account', '/api/me', '/nothing-here', '/api/billing/status'];
  const visitors = Array.from({ length: 8 }, async (_, visitor) => {
    for (let turn = visitor; Date.now() < end; turn += 1) {
      const { status } = await ask(servers, paths[turn % paths.length], { headers: { cookie } });
      if (status === 0 || status >= 500) failed += 1;
      if (turn % 20 === 0) await ask(servers, '/api/webhooks/stripe', await signedWebhook(servers));
      await pause(20);
    }
  });
  const watch = (async () => {
    while (Date.now() < end) {
      samples.push({ at: (Date.now() - began) / 60_000, memory: memoryOf(servers) });
      const { rows } = await database.query(
        'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()',
      );
      most = Math.max(most, rows[0].count);
      await pause(1000);
    }
  })();
  await Promise.all([...visitors, watch]);
  await database.end();
  const half = minutes / 2;
  // The least of a stretch is what is left after the collector was there.
  const least = (from, to) =>
    Math.min(...samples.filter(({ at }) => at >= from && at < to).map(({ memory }) => memory));
  const [first, last] = [least(half / 2, half), least(minutes - half / 2, minutes)];
  return [
    {
      check: 91,
      what: `soak, ${minutes} minutes`,
      measured: `${first} MB, then ${last} MB; ${most} database connections; ${failed} failed`,
      ok: failed === 0 && last <= first * 1.3 && most <= MOST_DATABASE_CONNECTIONS,
    },
  ];
}
