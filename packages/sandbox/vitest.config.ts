import { defineConfig } from 'vitest/config';

// Only guards against hanging: small, busy machines are slow, and thousands of random histories take long.
const HANGING = process.env.PROPERTY_RUNS === undefined ? 300_000 : 1_200_000;

export default defineConfig({
  test: {
    name: 'sandbox',
    environment: 'node',
    pool: 'forks',
    // Nothing here lives in a module: each test starts sandboxes of its own.
    isolate: false,
    maxWorkers: 2,
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: HANGING,
    hookTimeout: HANGING,
    expect: { poll: { timeout: 60_000 } },
  },
});
