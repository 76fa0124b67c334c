import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, ROOT } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';
import { BIOME, generateClient, NEXT, PLAYWRIGHT, TSC, VITEST } from './tools.mjs';

const ENV = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
const REPORTS = join(DATA, 'reports');
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

/** The sandbox's pages are tried in a browser, which may have to be installed first. Without one those tests count as failed. */
async function withBrowser() {
  const { findBrowser } = await import('./browser.mjs');
  const { path, problem } = await findBrowser();
  if (problem) console.error(problem);
  return { ...ENV, ...(path ? { CHROMIUM_PATH: path } : {}) };
}

/** Runs a command that counts as one test. */
async function one(processes, args, env = ENV) {
  const code = await processes.run(process.execPath, args, { env });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(processes, project, only, env) {
  const file = join(REPORTS, `${project}.json`);
  rmSync(file, { force: true });
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { failed } = await one(processes, [VITEST, 'run', '--project', project, ...report, ...only], env);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, 'utf8'));
  // A file that fails to load has no tests, and an error between tests only affects the exit code. Skipped tests count
  // as failed.
  return { passed: numPassedTests, failed: Math.max(numFailedTests + numPendingTests + numTodoTests, failed) };
}

/** Runs the browser tests with two workers. */
async function browserTests(processes, database, only) {
  const { startE2eServers } = await import('./e2e-servers.mjs');
  const env = await startE2eServers(processes, ENV, database, 2);
  const file = join(REPORTS, 'e2e.json');
  rmSync(file, { force: true });
  const { failed } = await one(processes, [PLAYWRIGHT, 'test', '--project=e2e', ...only], {
    ...env,
    E2E_REPORT: file,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(file, 'utf8')).stats;
  // The build counts as a test.
  return { passed: 1 + expected, failed: Math.max(unexpected + flaky + skipped, failed) };
}
