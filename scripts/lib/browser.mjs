import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { ROOT } from './paths.mjs';
import { PLAYWRIGHT } from './tools.mjs';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Playwright's own, where its download puts it. */
const OWN = null;

/**
 * A Chromium that starts: the one named by CHROMIUM_PATH, Playwright's own, one of this machine, one downloaded, one
 * installed. Returns its path (null: Playwright knows), or the problem in words with the command that solves it.
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    const trouble = await startTrouble(named);
    return trouble ? { problem: `CHROMIUM_PATH is ${named}, which does not start: ${trouble}` } : { path: named };
  }
  const present = await firstThatStarts();
  if (present) return present;
  console.log('Fetching a browser …');
  const got = (await download()) ?? (await installPackage());
  const command = 'npx playwright install --with-deps chromium   (on Debian also: apt-get install chromium)';
  return (
    got ?? { problem: `The browser tests need Chromium, and none was found or could be fetched. Run:\n  ${command}` }
  );
}

async function firstThatStarts() {
  for (const path of [OWN, ...KNOWN.filter((known) => existsSync(known))]) {
    if ((await startTrouble(path)) === null) return { path };
  }
  return null;
}

/** Why it does not start, in a line; null when it does. A browser without its libraries is there and of no use. */
async function startTrouble(path) {
  try {
    const browser = await chromium.launch({ ...(path ? { executablePath: path } : {}), timeout: 30_000 });
    await browser.close();
    return null;
  } catch (error) {
    return String(error.message).split('\n')[0];
  }
}

async function download() {
  // A closed network answers nothing at all: not worth waiting long for.
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' };
  const options = { cwd: ROOT, env, stdio: 'ignore', timeout: 600_000 };
  const { status } = spawnSync(process.execPath, [PLAYWRIGHT, 'install', 'chromium'], options);
  return status === 0 && (await startTrouble(OWN)) === null ? { path: OWN } : null;
}

async function installPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  return firstThatStarts();
}
