import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { browserServers } from './browser-servers.mjs';
import { DATA, ROOT } from './paths.mjs';
import { startPostgres } from './postgres.mjs';
import { BIOME, generateClient, NEXT, PLAYWRIGHT, TSC, VITEST } from './tools.mjs';

const REPORTS = join(DATA, 'reports');
const PROJECTS = ['unit', 'sandbox', 'integration', 'property'];

/** Runs the stages and prints, last and alone on its line, how many tests passed and failed. Returns the exit code. */
export async function runTests(wanted) {
  const chosen = (stage) => wanted.length === 0 || wanted.includes(stage);
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
  const totals = { passed: 0, failed: 0 };
  const count = (name, { passed, failed }) => {
    totals.passed += passed;
    totals.failed += failed;
    console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failed} failed`);
  };
  mkdirSync(REPORTS, { recursive: true });
  const given = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  const own = given ? null : await startPostgres({ name: 'test-postgres', port: 0, durable: false });
  env.TEST_DATABASE_URL = given ?? own.url;
  try {
    generateClient();
    if (chosen('lint')) count('lint', one(env, BIOME, ['check', '--error-on-warnings']));
    if (chosen('types')) {
      one(env, NEXT, ['typegen']);
      count('types', one(env, TSC, ['--noEmit']));
    }
    for (const project of PROJECTS.filter(chosen)) count(project, vitest(env, project));
    if (chosen('e2e')) await browserStage(env, count);
  } finally {
    await own?.stop();
  }
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

function node(env, script, args) {
  return spawnSync(process.execPath, [script, ...args], { cwd: ROOT, env, stdio: 'inherit' }).status === 0;
}

/** A command that is one test: it passes or fails. */
function one(env, script, args) {
  return node(env, script, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(env, project) {
  const file = join(REPORTS, `${project}.json`);
  rmSync(file, { force: true });
  const fine = node(env, VITEST, [
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
  // A file that does not even load has no test to count, and an error between tests fails only the exit code.
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 || !fine ? 1 : 0);
  return { passed, failed };
}

/** A production build, its servers, and the stories in a real browser. */
async function browserStage(env, count) {
  const browser = findBrowser();
  if (browser.problem) {
    console.error(browser.problem);
    return count('browser', { passed: 0, failed: 1 });
  }
  const built = one({ ...env, NODE_ENV: 'production' }, join(ROOT, 'scripts', 'build.mjs'), []);
  count('build', built);
  if (built.failed > 0) return count('browser', { passed: 0, failed: 1 });
  const servers = await browserServers(env);
  const file = join(REPORTS, 'e2e.json');
  rmSync(file, { force: true });
  try {
    const path = browser.path ? { CHROMIUM_PATH: browser.path } : {};
    const fine = node({ ...servers.env, ...path, NODE_ENV: 'test', E2E_REPORT: file }, PLAYWRIGHT, ['test']);
    if (!existsSync(file)) return count('browser', { passed: 0, failed: 1 });
    const { expected, unexpected, flaky } = JSON.parse(readFileSync(file, 'utf8')).stats;
    count('browser', { passed: expected, failed: Math.max(unexpected + flaky, fine ? 0 : 1) });
  } finally {
    await servers.stop();
  }
}
