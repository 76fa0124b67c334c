import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  optionalDependencies?: Record<string, string>;
  resolved?: string;
}

const file = join(resolve(import.meta.dirname, '..', '..'), 'package-lock.json');
const { packages } = JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, Entry> }; // npm's format 3

// A registry that lacks a platform's package makes `npm install` leave it out, and `npm ci` then refuses the file.
test("the lock file names every platform's packages, so that everybody can install from it", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
