// npm run lighthouse: runs Lighthouse (mobile) on the landing and pricing pages of the production build.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { chromium } = await import('playwright');
const { withE2eServers } = await import('./lib/e2e-servers.mjs');
const { DATA } = await import('./lib/paths.mjs');
const { generateClient } = await import('./lib/tools.mjs');

// Version 13 requires Node 22.
const LIGHTHOUSE = 'lighthouse@12.8.2';
/** Minimum scores, of 100. */
const TARGETS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
/** Performance varies between runs, so the median counts. */
const RUNS = 3;
const FOLDER = join(DATA, 'lighthouse');
const FLAGS = `--headless=new --disable-background-networking ${process.getuid?.() === 0 ? '--no-sandbox' : ''}`;

mkdirSync(FOLDER, { recursive: true });
generateClient();
const missed = await withE2eServers('lighthouse', 1, async (processes, env) => {
  const [{ app }] = JSON.parse(env.E2E_SERVERS);
  const browser = { ...env, CHROME_PATH: env.CHROMIUM_PATH ?? chromium.executablePath() };
  let misses = 0;
  for (const [name, path] of Object.entries({ landing: '/', pricing: '/pricing' })) {
    const runs = [];
    for (let run = 1; run <= RUNS; run += 1) {
      const file = join(FOLDER, `${name}-${run}.json`);
      const args = [`${app}${path}`, '--quiet', '--output=json', `--output-path=${file}`, `--chrome-flags=${FLAGS}`];
      await processes.must('npx', ['--yes', LIGHTHOUSE, ...args], browser);
      runs.push(JSON.parse(readFileSync(file, 'utf8')));
    }
    runs.sort((one, other) => one.categories.performance.score - other.categories.performance.score);
    console.log(`${name}: performance ${runs.map(({ categories }) => percent(categories.performance)).join(', ')}`);
    misses += report(name, runs[Math.floor(RUNS / 2)]);
  }
  return misses;
});
console.log(`Reports are in ${FOLDER}`);
process.exit(missed === 0 ? 0 : 1);

/** Prints a page's scores and failed audits; returns the number of missed targets. */
function report(name, { categories, audits, lighthouseVersion }) {
  const scores = Object.keys(TARGETS).map((id) => [id, percent(categories[id])]);
  console.log(`${name} (Lighthouse ${lighthouseVersion}): ${scores.map((score) => score.join(' ')).join(', ')}`);
  const misses = scores.filter(([id, score]) => score < TARGETS[id]);
  for (const [id] of misses) {
    const failed = categories[id].auditRefs.filter(({ id: audit, weight }) => weight > 0 && audits[audit].score < 0.9);
    for (const { id: audit } of failed) console.log(`  ${audits[audit].title} ${audits[audit].displayValue ?? ''}`);
  }
  return misses.length;
}

function percent({ score }) {
  return Math.round(score * 100);
}
