import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { ROOT } from './paths.mjs';
import { PLAYWRIGHT } from './tools.mjs';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const COMMAND = 'npx playwright install --with-deps chromium   (or, on Debian: apt-get install chromium)';

/** A Chromium for the stories: the one named, Playwright's own, one on this machine, one fetched, one installed. */
export function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named)
    return existsSync(named) ? { path: named } : { problem: `CHROMIUM_PATH is ${named}, which does not exist.` };
  if (existsSync(chromium.executablePath())) return { path: null };
  const found = KNOWN.find(existsSync);
  if (found) return { path: found };
  console.log('Fetching a browser …');
  spawnSync(process.execPath, [PLAYWRIGHT, 'install', 'chromium'], { cwd: ROOT, stdio: 'ignore', timeout: 300_000 });
  if (existsSync(chromium.executablePath())) return { path: null };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env });
  }
  const installed = KNOWN.find(existsSync);
  return installed
    ? { path: installed }
    : { problem: `The browser tests need Chromium. Install one with:\n  ${COMMAND}` };
}
