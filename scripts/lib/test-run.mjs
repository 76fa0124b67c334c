import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { startThrowawayPostgres } from './postgres-throwaway.mjs';
import { Processes } from './processes.mjs';
import { browserTests, ENV, one, REPORTS, startBrowserServers, vitest, withBrowser } from './test-stages.mjs';
import { BIOME, generateClient, NEXT, TSC } from './tools.mjs';

/** The sandbox's sources; gone once a published package replaces them. */
const PACKAGE = join(ROOT, 'packages', 'sandbox');
const WITH_DATABASE = ['integration', 'situations', 'property'];

/** The stages in a browser and their projects in playwright.config.ts. They share the servers. */
const BROWSER = { e2e: ['e2e'], 'browser-situations': ['e2e-again', 'situations'] };
/** What runs without a word: all that customers do, each thing once. */
const STORY = ['lint', 'types', 'unit', 'integration', 'e2e'];
/** Only in `all`: the sandbox, operation, and what providers, people in dashboards, attackers, and bad luck do to the app. */
const SITUATIONS = ['sandbox', 'situations', 'property', 'browser-situations'];

/**
 * Runs stages, those of the story when none are named and every one for `all`, and prints the number of passed and failed
 * tests on the last line. A failing stage doesn't stop the others, and a stage that can't run counts as failed. A stage
 * may select files: `e2e:account-cancel:portal`. Returns the exit code.
 */
export async function runTests(words) {
  const wanted = words.length === 0 ? STORY : words.includes('all') ? [...STORY, ...SITUATIONS] : words;
  const unknown = wanted.map((word) => word.split(':')[0]).filter((name) => ![...STORY, ...SITUATIONS].includes(name));
  if (unknown.length > 0) {
    console.error(`Unknown stage: ${unknown.join(', ')}. Available: ${[...STORY, ...SITUATIONS].join(', ')}, all.`);
    return 2;
  }
  const processes = new Processes(`test-${process.pid}`);
  let database = null;
  let browser = null;
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
    if (asked.length === 0) return;
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

  const browserServers = async () => {
    browser ??= startBrowserServers(processes, await server());
    return browser;
  };

  generateClient();
  await stage('lint', () => one(processes, [BIOME, 'check', '--error-on-warnings']));
  // One core checks types while the other runs tests.
  await Promise.all([
    stage('types', async () => {
      const types = await one(processes, [NEXT, 'typegen']);
      const projects = existsSync(PACKAGE) ? ['.', PACKAGE] : ['.'];
      const results = [types];
      for (const project of projects) results.push(await one(processes, [TSC, '--noEmit', '-p', project]));
      return results.find(({ failed }) => failed) ?? types;
    }),
    stage('unit', (only) => vitest(processes, 'unit', only, ENV)),
  ]);
  if (existsSync(PACKAGE))
    await stage('sandbox', async (only) => vitest(processes, 'sandbox', only, await withBrowser()));
  for (const name of WITH_DATABASE) {
    await stage(name, async (only) => vitest(processes, name, only, { ...ENV, TEST_DATABASE_URL: await server() }));
  }
  for (const [name, projects] of Object.entries(BROWSER)) {
    await stage(name, async (only) => browserTests(processes, await browserServers(), { name, projects, only }));
  }

  await processes.stopAll();
  await database?.then((one) => one.stop()).catch(() => {});
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}
