import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';
import { BIOME, generateClient, NEXT, PLAYWRIGHT, TSC, VITEST } from './tools.mjs';

const ENV = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
const REPORTS = join(DATA, 'reports');
const ALONE = ['unit', 'sandbox'];
const WITH_DATABASE = ['integration', 'property'];

/**
 * Runs the stages and prints, last and alone on its line, how many tests passed and failed. A stage that fails leaves
 * the others running; a stage that cannot run counts as a failure, never as skipped. A wanted stage may name files of
 * its own, `e2e:account-cancel:portal`. Returns the exit code.
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
    return types.failed ? types : one(processes, [TSC, '--noEmit']);
  });
  for (const name of ALONE) await stage(name, (only) => vitest(processes, name, only, ENV));
  for (const name of WITH_DATABASE) {
    await stage(name, async (only) => vitest(processes, name, only, { ...ENV, TEST_DATABASE_URL: await server() }));
  }
  await stage('e2e', async (only) => browserStories(processes, await server(), only));

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

async function vitest(processes, project, only, env) {
  const file = join(REPORTS, `${project}.json`);
  rmSync(file, { force: true });
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { failed } = await one(processes, [VITEST, 'run', '--project', project, ...report, ...only], env);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(file, 'utf8'));
  // A file that does not load has no test to count and an error between tests fails only the exit code. A test left
  // out proves nothing.
  return { passed: numPassedTests, failed: Math.max(numFailedTests + numPendingTests + numTodoTests, failed) };
}

/** The stories in a real browser, two files at a time. */
async function browserStories(processes, database, only) {
  const { builtWorlds } = await import('./built-worlds.mjs');
  const env = await builtWorlds(processes, ENV, database, 2);
  const file = join(REPORTS, 'e2e.json');
  rmSync(file, { force: true });
  const { failed } = await one(processes, [PLAYWRIGHT, 'test', '--project=stories', ...only], {
    ...env,
    E2E_REPORT: file,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(file, 'utf8')).stats;
  // The build is a test too: without it nothing ran.
  return { passed: 1 + expected, failed: Math.max(unexpected + flaky + skipped, failed) };
}
