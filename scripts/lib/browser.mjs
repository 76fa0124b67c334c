import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { ROOT } from './paths.mjs';
import { PLAYWRIGHT } from './tools.mjs';

/** The first is the headless-only Chromium, which takes half the processor time. */
const KNOWN = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Playwright's own download. */
const OWN = null;

/**
 * Finds a working Chromium: CHROMIUM_PATH, Playwright's own, one installed on this machine, or else downloads or installs
 * one. Returns its path (null for Playwright's own) or a problem with the command that fixes it.
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    const failure = await launchError(named);
    return failure ? { problem: `CHROMIUM_PATH is ${named}, which doesn't start: ${failure}` } : { path: named };
  }
  const present = await firstThatStarts();
  if (present) return present;
  console.log('Downloading a browser…');
  const got = (await download()) ?? (await installPackage());
  const command =
    'npx playwright install --with-deps chromium   (or on Debian: apt-get install chromium-headless-shell)';
  return (
    got ?? { problem: `The browser tests need Chromium, but none was found or could be downloaded. Run:\n  ${command}` }
  );
}

async function firstThatStarts() {
  for (const path of [OWN, ...KNOWN.filter((known) => existsSync(known))]) {
    if ((await launchError(path)) === null) return { path };
  }
  return null;
}

/** Launches the browser to find missing libraries. Returns the first line of the error, or null. */
async function launchError(path) {
  try {
    const browser = await chromium.launch({ ...(path ? { executablePath: path } : {}), timeout: 30_000 });
    await browser.close();
    return null;
  } catch (error) {
    return String(error.message).split('\n')[0];
  }
}

async function download() {
  // Fail quickly on networks without internet access.
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' };
  const options = { cwd: ROOT, env, stdio: 'ignore', timeout: 600_000 };
  const { status } = spawnSync(process.execPath, [PLAYWRIGHT, 'install', 'chromium'], options);
  return status === 0 && (await launchError(OWN)) === null ? { path: OWN } : null;
}

async function installPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  for (const name of ['chromium-headless-shell', 'chromium']) {
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
    const found = await firstThatStarts();
    if (found) return found;
  }
  return null;
}
