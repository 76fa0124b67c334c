import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${root}/` },
      { find: 'server-only', replacement: resolve(root, 'scripts/lib/empty.ts') },
    ],
  },
  test: {
    environment: 'node',
    // next-auth imports 'next/server' without its extension, which only bundlers resolve.
    server: { deps: { inline: ['next-auth'] } },
    pool: 'forks',
    maxWorkers: 2,
    // Against hanging only: two clones at once on a small machine are slow, and slow is not wrong.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/fixtures/setup-unit.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'sandbox',
          include: ['tests/sandbox/**/*.test.ts'],
          setupFiles: ['tests/fixtures/setup-unit.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/scripts/**/*.test.ts'],
          globalSetup: ['tests/fixtures/template.ts'],
          setupFiles: ['tests/fixtures/setup-integration.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'property',
          include: ['tests/property/**/*.test.ts'],
          globalSetup: ['tests/fixtures/template.ts'],
          setupFiles: ['tests/fixtures/setup-integration.ts'],
          testTimeout: 1_200_000,
        },
      },
    ],
  },
});
