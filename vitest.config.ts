import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';

const root = import.meta.dirname;

/** The sandbox's sources, while they are in this repository; afterwards the installed package. */
const sandbox = resolve(root, 'packages/sandbox');
const isHere = existsSync(sandbox);

/** Next's own modules work only inside Next's server. */
const withoutNext = [
  { find: /^next\/server$/, replacement: resolve(root, 'tests/fixtures/next-server.ts') },
  { find: /^next\/headers$/, replacement: resolve(root, 'tests/fixtures/request-scope.ts') },
];

// Needs the system's package; `.ci/run` installs it.
const cannotRun = existsSync('/usr/sbin/pgbouncer') ? [] : ['tests/situations/pgbouncer.isolated.test.ts'];

/** A stage of tests in threads. By default each file has modules of its own. */
function stage(
  name: string,
  folders: string[],
  test: UserWorkspaceConfig['test'],
): UserWorkspaceConfig & { extends: true } {
  const alias = name.startsWith('unit') ? [] : withoutNext;
  const include = folders.map((folder) => `${folder}**/*.test.{ts,tsx}`);
  return {
    extends: true,
    resolve: { alias },
    test: { name, include, ...test, exclude: [...cannotRun, ...(test?.exclude ?? [])] },
  };
}

/**
 * A stage whose files share the modules, database, and sandbox of their worker, which are warm after the first file. Files
 * that change the environment or replace modules are named `*.isolated.test.ts` and share nothing.
 */
function sharedStage(name: string, folders: string[], test: UserWorkspaceConfig['test']) {
  const isolated = folders.map((folder) => `${folder}**/*.isolated.test.ts`);
  return [
    stage(name, folders, { ...test, isolate: false, exclude: isolated }),
    stage(`${name}-isolated`, folders, { ...test, include: isolated }),
  ];
}

const withDatabase = {
  globalSetup: ['tests/fixtures/template.ts'],
  setupFiles: ['tests/fixtures/setup-integration.ts'],
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${root}/` },
      ...(isHere ? [{ find: /^@tollgate\/sandbox$/, replacement: `${sandbox}/src/index.ts` }] : []),
      { find: 'server-only', replacement: resolve(root, 'scripts/lib/server-only-stub.ts') },
    ],
  },
  test: {
    environment: 'node',
    // next-auth imports 'next/server' without an extension, which only bundlers resolve.
    server: { deps: { inline: ['next-auth'] } },
    pool: 'threads',
    maxWorkers: 2,
    // Only guards against hanging: small, busy machines are slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      ...(isHere ? [sandbox] : []),
      ...sharedStage('unit', ['tests/unit/'], { setupFiles: ['tests/fixtures/setup-unit.ts'] }),
      ...sharedStage('integration', ['tests/integration/'], withDatabase),
      ...sharedStage('situations', ['tests/situations/', 'tests/scripts/'], withDatabase),
      stage('property', ['tests/property/'], { ...withDatabase, testTimeout: 1_200_000 }),
    ],
  },
});
