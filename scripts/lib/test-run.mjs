import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';
import { browserTests, ENV, one, REPORTS, vitest, withBrowser } from './test-stages.mjs';
import { BIOME, generateClient, NEXT, TSC } from './tools.mjs';

/** The sandbox's sources; gone once a published package replaces them. */
const PACKAGE = join(ROOT, 'packages', 'sandbox');
const WITH_DATABASE = ['integration', 'property'];

/**
 * Runs all stages and prints the number of passed and failed tests on the last line. A failing stage doesn't stop the
 * others, and a stage that can't run counts as failed. A stage may select files: `e2e:account-cancel:portal`. Returns the
 * exit code.
 */
export async function runTests(wanted) {
  const processes = new Processes(`test-${process.pid}`);
  let database = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      await processes.stopAll();
      await database?.then((server) => server.stop()).catch(() => {});
      process.exit(130);
    });
  }
  await processes.begin();
  mkdirSync(REPORTS, { recursive: true });
  const total = { passed: 0, failed: 0 };
  const stage = async (name, run) => {
    const asked = wanted.map((word) => word.split(':')).filter(([first]) => first === name);
    if (wanted.length > 0 && asked.length === 0) return;
    const began = Date.now();
    const only = asked.flatMap(([, ...files]) => files);
    const { passed, failed } = await run(only).catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      return { passed: 0, failed: 1 };
    });
    total.passed += passed;
    total.failed += failed;
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)\n`);
  };
  const server = async () => {
    const given = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL;
    if (given) return given;
    database ??= startThrowawayPostgres();
    return (await database).url;
  };

  generateClient();
  await stage('lint', () => one(processes, [BIOME, 'check', '--error-on-warnings']));
  await stage('types', async () => {
    const types = await one(processes, [NEXT, 'typegen']);
    const projects = existsSync(PACKAGE) ? ['.', PACKAGE] : ['.'];
    const results = [types];
    for (const project of projects) results.push(await one(processes, [TSC, '--noEmit', '-p', project]));
    return results.find(({ failed }) => failed) ?? types;
  });
  await stage('unit', (only) => vitest(processes, 'unit', only, ENV));
  if (existsSync(PACKAGE))
    await stage('sandbox', async (only) => vitest(processes, 'sandbox', only, await withBrowser()));
  for (const name of WITH_DATABASE) {
    await stage(name, async (only) => vitest(processes, name, only, { ...ENV, TEST_DATABASE_URL: await server() }));
  }
  await stage('e2e', async (only) => browserTests(processes, await server(), only));

  await processes.stopAll();
  await database?.then((one) => one.stop()).catch(() => {});
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}
