import { defineConfig } from '@playwright/test';
import { APP, WORLDS } from './tests/e2e/places';

// Servers are started by scripts/lib/built-worlds.mjs (a production build, a sandbox, a database); see `npm test`.
export default defineConfig({
  projects: [
    { name: 'stories', testDir: 'tests/e2e' },
    { name: 'screenshots', testDir: 'tests/screenshots' },
  ],
  outputDir: 'test-results',
  fullyParallel: true,
  // One worker a world: its clock, its faults and its mailbox are its own.
  workers: WORLDS.length,
  retries: 0,
  // Against hanging only, as in vitest.config.ts.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_REPORT ?? 'test-results/e2e.json' }]],
  use: {
    baseURL: APP,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      // Chromium refuses to sandbox itself when it runs as root.
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-quic', '--disable-background-networking'] : [],
    },
  },
});
