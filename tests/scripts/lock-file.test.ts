import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { HAS_SANDBOX } from '../fixtures/repository';

interface Entry {
  inBundle?: boolean;
  link?: boolean;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
  resolved?: string;
}

const file = join(resolve(import.meta.dirname, '..', '..'), 'package-lock.json');
const { packages } = JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, Entry> }; // npm's format 3

// If a registry lacks a platform's package, `npm install` omits it, and `npm ci` then rejects the lock file.
test("the lock file names every platform's packages, so that everyone can install from it", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  const named = Object.values(packages).filter(({ resolved }) => resolved !== undefined);
  // Only packages of this repository, by their folder.
  expect(named).toEqual(HAS_SANDBOX ? [{ resolved: 'packages/sandbox', link: true }] : []);
});

// The registry only has older versions of these packages; docs/security.md says the same.
const NOT_IN_THE_REGISTRY = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'win32-x64'].map(
  (platform) => `node_modules/@stripe/cli-${platform}`,
);

test('check 107: every package of every platform is verified by a SHA-512 hash before it is installed', () => {
  const bare = Object.entries(packages)
    // The packages of this repository, and files inside a package whose own hash covers them.
    .filter(([path, { inBundle, link }]) => path.startsWith('node_modules/') && inBundle !== true && link !== true)
    .filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
    .map(([path]) => path);
  expect(bare).toEqual(NOT_IN_THE_REGISTRY);
});
