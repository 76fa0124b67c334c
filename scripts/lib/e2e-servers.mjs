import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { browserServers } from './browser-servers.mjs';
import { ROOT } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';

/**
 * Builds the app and starts `count` sets of servers, each with an app, a database, and a sandbox with its own clock.
 * Returns the environment for Playwright, with the URLs as JSON in `E2E_SERVERS`.
 */
export async function startE2eServers(processes, base, databaseServer, count) {
  const browser = await findBrowser();
  if (browser.problem) throw new Error(browser.problem);
  const build = { env: { ...base, NODE_ENV: 'production', TYPES_ARE_CHECKED: '1' } };
  if (await processes.run(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], build))
    throw new Error('The production build failed.');
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const servers = await Promise.all(numbers.map((number) => browserServers(processes, base, databaseServer, number)));
  return {
    ...base,
    ...(browser.path ? { CHROMIUM_PATH: browser.path } : {}),
    NODE_ENV: 'test',
    E2E_SERVERS: JSON.stringify(servers),
  };
}

/** Starts the servers for a command, stops them afterwards. `use` gets the processes and environment, returns the exit code. */
export async function withE2eServers(name, count, use) {
  const processes = new Processes(`${name}-${process.pid}`);
  const ending = [() => processes.stopAll()];
  const end = async () => {
    for (const step of ending) await step().catch(() => {});
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end().then(() => process.exit(130)));
  await processes.begin();
  try {
    const database = await startThrowawayPostgres();
    ending.push(() => database.stop());
    const base = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
    return await use(processes, await startE2eServers(processes, base, database.url, count));
  } finally {
    await end();
  }
}
