// npm run bench: how fast the app answers, compared with an empty Next application in the same run (docs/performance.md).
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { withE2eServers } = await import('./lib/e2e-servers.mjs');
const { generateClient } = await import('./lib/tools.mjs');
const { buildFloor } = await import('./bench/requests/floor.mjs');
const { measureRequests, table } = await import('./bench/requests/measure.mjs');

/** Each round of each case. */
const SECONDS = 5;

generateClient();
const rows = await withE2eServers('bench', 1, async (processes, env) => {
  await buildFloor(processes);
  const [servers] = JSON.parse(env.E2E_SERVERS);
  return measureRequests(processes, servers, SECONDS);
});
console.log(`\n${table(rows)}`);
process.exit(0);
