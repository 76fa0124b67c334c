import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browserServers } from './browser-servers.mjs';
import { DATA, ROOT } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';
import { BIOME, generateClient, NEXT, PLAYWRIGHT, TSC, VITEST } from './tools.mjs';

const ENV = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
const REPORTS = join(DATA, 'reports');
const ALONE = ['unit', 'sandbox'];
const WITH_DATABASE = ['integration', 'property'];

/**
 * Runs the stages and prints, last and alone on its line, how many tests passed and failed. A stage that fails leaves
 * the others running; a stage that cannot run counts as a failure, never as skipped. Returns the exit code.
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
    if (wanted.length > 0 && !wanted.includes(name)) return;
    const began = Date.now();
    const { passed, failed } = await run().catch((error) => {
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
    return types.failed ? types : one(processes, [TSC, '--noEmit']);
  });
  for (const name of ALONE) await stage(name, () => vitest(processes, name, ENV));
  for (const name of WITH_DATABASE) {
    await stage(name, async () => vitest(processes, name, { ...ENV, TEST_DATABASE_URL: await server() }));
  }
  await stage('e2e', async () => browserStories(processes, await server()));

  await processes.stopAll();
  await database?.then((one) => one.stop()).catch(() => {});
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** A command that is one test: it passes or fails. */
async function one(processes, args, env = ENV) {
  const code = await processes.run(process.execPath, args, { env });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(processes, project, env) {
  const file = join(REPORTS, `${project}.json`);
  rmSync(file, { force: true });
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { failed } = await one(processes, [VITEST, 'run', '--project', project, ...report], env);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, 'utf8'));
  // A file that does not load has no test to count and an error between tests fails only the exit code. A test left
  // out proves nothing.
  return { passed: numPassedTests, failed: Math.max(numFailedTests + numPendingTests + numTodoTests, failed) };
}

/** A production build, its servers, and the stories in a real browser. */
async function browserStories(processes, database) {
  const { findBrowser } = await import('./browser.mjs');
  const browser = await findBrowser();
  if (browser.problem) throw new Error(browser.problem);
  const built = await one(processes, [join(ROOT, 'scripts', 'build.mjs')], { ...ENV, NODE_ENV: 'production' });
  if (built.failed > 0) return built;
  const file = join(REPORTS, 'e2e.json');
  rmSync(file, { force: true });
  const path = browser.path ? { CHROMIUM_PATH: browser.path } : {};
  const env = { ...(await browserServers(processes, ENV, database)), ...path, NODE_ENV: 'test', E2E_REPORT: file };
  const { failed } = await one(processes, [PLAYWRIGHT, 'test'], env);
  if (!existsSync(file)) return { passed: built.passed, failed: 1 };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(file, 'utf8')).stats;
  return { passed: built.passed + expected, failed: Math.max(unexpected + flaky + skipped, failed) };
}
