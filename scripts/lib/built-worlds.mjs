import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { browserServers } from './browser-servers.mjs';
import { ROOT } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';

/**
 * A production build and a browser, with `count` worlds beside each other: an app, a sandbox with a clock of its own and
 * a database each. Returns the environment for Playwright and our own scripts, where `E2E_WORLDS` says where they are.
 */
export async function builtWorlds(processes, base, databaseServer, count) {
  const browser = await findBrowser();
  if (browser.problem) throw new Error(browser.problem);
  const build = { env: { ...base, NODE_ENV: 'production' } };
  if (await processes.run(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], build))
    throw new Error('The production build failed.');
  const worlds = [];
  for (let number = 1; number <= count; number += 1)
    worlds.push(await browserServers(processes, base, databaseServer, number));
  return {
    ...base,
    ...(browser.path ? { CHROMIUM_PATH: browser.path } : {}),
    NODE_ENV: 'test',
    E2E_WORLDS: JSON.stringify(worlds),
  };
}

/** The same for a command of its own: `use` gets the processes and the environment and returns the exit code. */
export async function withBuiltWorlds(name, count, use) {
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
    return await use(processes, await builtWorlds(processes, base, database.url, count));
  } finally {
    await end();
  }
}
