import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DATA, ROOT } from './paths.mjs';
import { PLAYWRIGHT, VITEST } from './tools.mjs';

export const ENV = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' };
export const REPORTS = join(DATA, 'reports');
/** `.ci/run` tries the tests that failed a second time, and names those that passed then: they are to be mended. */
const SECOND_TRY = process.env.TEST_SECOND_TRY === '1';

/** The sandbox's pages are tried in a browser, which may have to be installed first. Without one those tests count as failed. */
export async function withBrowser() {
  const { findBrowser } = await import('./browser.mjs');
  const { path, problem } = await findBrowser();
  if (problem) console.error(problem);
  return { ...ENV, ...(path ? { CHROMIUM_PATH: path } : {}) };
}

/** Runs a command that counts as one test. */
export async function one(processes, args, env = ENV) {
  const code = await processes.run(process.execPath, args, { env });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs the tests of a project; with a second try, the files of those that failed again, or all after an error between tests. */
export async function vitest(processes, project, only, env) {
  const first = await vitestOnce(processes, project, only, env);
  if (!SECOND_TRY || first.failed === 0 || first.passed === 0) return first;
  const between = first.files.length === 0;
  const again = await vitestOnce(processes, project, between ? only : first.files, env);
  if (again.failed > 0) return { passed: first.passed, failed: Math.max(first.failed, again.failed) };
  nameFlaky(project, between ? ['an error between tests'] : first.names);
  return { passed: between ? again.passed : first.passed + first.failed, failed: 0 };
}

async function vitestOnce(processes, project, only, env) {
  const file = join(REPORTS, `${project}.json`);
  rmSync(file, { force: true });
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  // With the project of its isolated files: see vitest.config.ts.
  const { failed } = await one(processes, [VITEST, 'run', '--project', `${project}*`, ...report, ...only], env);
  if (!existsSync(file)) return { passed: 0, failed: 1, files: [], names: [] };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const failing = testResults.filter(({ status }) => status === 'failed');
  return {
    passed: numPassedTests,
    // A file that fails to load has no tests, and an error between tests only affects the exit code. Skipped tests count
    // as failed.
    failed: Math.max(numFailedTests + numPendingTests + numTodoTests, failed),
    files: failing.map(({ name }) => relative(ROOT, name)),
    names: failing.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    ),
  };
}

function nameFlaky(stage, names) {
  for (const name of names) console.log(`FLAKY ${stage}: ${name}`);
}

/** A production build, sandboxes, and databases for two workers; counts as a test. */
export async function startBrowserServers(processes, database) {
  const { startE2eServers } = await import('./e2e-servers.mjs');
  return startE2eServers(processes, ENV, database, 2);
}

export async function browserTests(processes, env, { name, projects, only }) {
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  const options = [...projects.map((project) => `--project=${project}`), `--retries=${SECOND_TRY ? 1 : 0}`];
  const { failed } = await one(processes, [PLAYWRIGHT, 'test', ...options, ...only], { ...env, E2E_REPORT: file });
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'));
  const { expected, unexpected, flaky, skipped } = stats;
  nameFlaky(name, flakySpecs(suites));
  return { passed: expected + flaky, failed: Math.max(unexpected + skipped, failed) };
}

function flakySpecs(suites = []) {
  return suites.flatMap(({ suites: inner, specs = [] }) => [
    ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ title }) => title),
    ...flakySpecs(inner),
  ]);
}
