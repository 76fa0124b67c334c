// npm run lighthouse: Lighthouse as a phone on the landing and pricing pages of the production build.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { chromium } = await import('playwright');
const { withBuiltWorlds } = await import('./lib/built-worlds.mjs');
const { DATA } = await import('./lib/paths.mjs');
const { generateClient } = await import('./lib/tools.mjs');

// 13 needs a newer Node than 20.
const LIGHTHOUSE = 'lighthouse@12.8.2';
/** The least each page has to reach, of 100. */
const AIMS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
/** Performance differs from run to run: the one in the middle counts. */
const RUNS = 3;
const FOLDER = join(DATA, 'lighthouse');
const FLAGS = `--headless=new --disable-background-networking ${process.getuid?.() === 0 ? '--no-sandbox' : ''}`;

mkdirSync(FOLDER, { recursive: true });
generateClient();
const missed = await withBuiltWorlds('lighthouse', 1, async (processes, env) => {
  const [{ app }] = JSON.parse(env.E2E_WORLDS);
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
console.log(`The whole reports are in ${FOLDER}`);
process.exit(missed === 0 ? 0 : 1);

/** Prints a page's scores and what cost it points; returns how many aims it missed. */
function report(name, { categories, audits, lighthouseVersion }) {
  const scores = Object.keys(AIMS).map((id) => [id, percent(categories[id])]);
  console.log(`${name} (Lighthouse ${lighthouseVersion}): ${scores.map((score) => score.join(' ')).join(', ')}`);
  const misses = scores.filter(([id, score]) => score < AIMS[id]);
  for (const [id] of misses) {
    const failed = categories[id].auditRefs.filter(({ id: audit, weight }) => weight > 0 && audits[audit].score < 0.9);
    for (const { id: audit } of failed) console.log(`  ${audits[audit].title} ${audits[audit].displayValue ?? ''}`);
  }
  return misses.length;
}

function percent({ score }) {
  return Math.round(score * 100);
}
