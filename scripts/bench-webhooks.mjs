// npm run bench:webhooks [-- <subscriptions> <webhooks about each> <webhooks a second>]: storms of webhooks that have work
// behind them, against one app process and against three on the same database (docs/performance.md). Fails when something
// was lost or doubled.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { anotherApp } = await import('./lib/browser-servers.mjs');
const { withE2eServers } = await import('./lib/e2e-servers.mjs');
const { generateClient } = await import('./lib/tools.mjs');
const { measureStorm, table } = await import('./bench/webhooks/storm.mjs');

const storm = ([subscriptions, each, perSecond]) => ({ subscriptions, each, perSecond });
const given = process.argv.slice(2).map(Number);
/** Purchases as they come, more of them than one process keeps up with, and bursts about a few subscriptions. */
const ALONE = given.length === 3 ? [storm(given)] : [storm([300, 1, 20]), storm([600, 1, 200]), storm([60, 12, 190])];
const TOGETHER = given.length === 3 ? [storm(given)] : [storm([60, 12, 190])];
/** Not counted: a process that has just started compiles everything it does for the first time. */
const WARM_UP = storm([60, 3, 20]);

generateClient();
const rows = await withE2eServers('bench-webhooks', 1, async (processes, env) => {
  const [servers] = JSON.parse(env.E2E_SERVERS);
  const apps = [servers];
  const measured = [];
  const measure = async (storms) => {
    await measureStorm(servers, apps, WARM_UP);
    for (const one of storms) {
      measured.push(await measureStorm(servers, apps, one));
      console.log(table(measured.slice(-1)));
    }
  };
  await measure(ALONE);
  for (const number of [2, 3]) apps.push(await anotherApp(processes, servers, `bench-app-${number}`));
  await measure(TOGETHER);
  return measured;
});
console.log(`\n${table(rows)}`);
process.exit(rows.every(({ ok }) => ok) ? 0 : 1);
