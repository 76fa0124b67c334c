import { defineConfig } from 'vitest/config';

// Only guards against hanging: small, busy machines are slow, and thousands of random histories take long.
const HANGING = process.env.PROPERTY_RUNS === undefined ? 300_000 : 1_200_000;

export default defineConfig({
  test: {
    name: 'sandbox',
    environment: 'node',
    pool: 'forks',
    // The tests share no module state: each starts its own sandboxes.
    isolate: false,
    maxWorkers: 2,
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: HANGING,
    hookTimeout: HANGING,
    expect: { poll: { timeout: 60_000 } },
  },
});
