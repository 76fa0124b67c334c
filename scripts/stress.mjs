// npm run stress [-- <seconds> <minutes>]: load, a flood of sign-ins and webhooks, a database that goes away and comes
// back, a soak, and the end of the process, against a production build. Prints a table; fails when an aim is missed.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { withE2eServers } = await import('./lib/e2e-servers.mjs');
const { generateClient } = await import('./lib/tools.mjs');
const { loadPages, soak } = await import('./stress/load.mjs');
const { floodSignIns, floodWebhooks } = await import('./stress/floods.mjs');
const { databaseAway, endInTheMiddle } = await import('./stress/outages.mjs');

const [seconds = 15, minutes = 4] = process.argv.slice(2).map(Number);
generateClient();
const missed = await withE2eServers('stress', 1, async (_processes, env) => {
  const [servers] = JSON.parse(env.E2E_SERVERS);
  const results = [];
  const steps = [
    () => loadPages(servers, seconds),
    () => floodWebhooks(servers, 30),
    () => floodSignIns(servers),
    () => databaseAway(servers),
    () => soak(servers, minutes),
    () => endInTheMiddle(servers),
  ];
  for (const step of steps)
    for (const line of await step()) {
      results.push(line);
      console.log(`${line.ok ? 'ok  ' : 'FAIL'} check ${line.check}: ${line.what}: ${line.measured}`);
    }
  return results.filter(({ ok }) => !ok).length;
});
process.exit(missed === 0 ? 0 : 1);
