// npm run bench:webhooks [-- <subscriptions> <webhooks a second>]: storms of webhooks that have work behind them, against
// one app process and against three on the same database (docs/performance.md). Fails when something was lost or doubled.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { anotherApp } = await import('./lib/browser-servers.mjs');
const { withE2eServers } = await import('./lib/e2e-servers.mjs');
const { generateClient } = await import('./lib/tools.mjs');
const { measureStorm, table } = await import('./bench/webhooks/storm.mjs');

const [subscriptions = 60, perSecond = 190] = process.argv.slice(2).map(Number);
/** Webhooks about each subscription. */
const EACH = 12;

generateClient();
const rows = await withE2eServers('bench-webhooks', 1, async (processes, env) => {
  const [servers] = JSON.parse(env.E2E_SERVERS);
  const apps = [servers];
  const storm = async () => {
    const row = await measureStorm(servers, apps, { subscriptions, each: EACH, perSecond });
    console.log(table([row]));
    return row;
  };
  const alone = await storm();
  for (const number of [2, 3]) apps.push(await anotherApp(processes, servers, `bench-app-${number}`));
  return [alone, await storm()];
});
console.log(`\n${table(rows)}`);
process.exit(rows.every(({ ok }) => ok) ? 0 : 1);
