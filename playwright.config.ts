import { defineConfig } from '@playwright/test';
import { APP, SERVERS } from './tests/e2e/urls';

/** The stories that the e2e project shows, without scripts or through the second provider. */
const AGAIN = /without scripts|through Dodo Payments/i;

// scripts/lib/e2e-servers.mjs starts the servers: a production build, a sandbox, and a database; see `npm test`.
export default defineConfig({
  projects: [
    // Each story once; the others are among the situations.
    { name: 'e2e', testDir: 'tests/e2e', grepInvert: AGAIN },
    { name: 'e2e-again', testDir: 'tests/e2e', grep: AGAIN },
    { name: 'situations', testDir: 'tests/situations/browser' },
    { name: 'screenshots', testDir: 'tests/screenshots' },
    { name: 'catalog', testDir: 'tests/catalog' },
  ],
  outputDir: 'test-results',
  fullyParallel: true,
  // One worker per set of servers, because the clock, faults, and mailbox of a sandbox are shared state.
  workers: SERVERS.length,
  retries: 0,
  // Only guards against hanging, as in vitest.config.ts.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_REPORT ?? 'test-results/e2e.json' }]],
  use: {
    baseURL: APP,
    // A trace of every test costs a third more time; `npx playwright show-trace` opens one of a second try.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    actionTimeout: 60_000,
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      // Chromium's sandbox doesn't work as root.
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-quic', '--disable-background-networking'] : [],
    },
  },
});
