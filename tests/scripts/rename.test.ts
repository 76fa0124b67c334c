import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SITE } from '@/config/site';
import { runNode } from '../fixtures/commands';
import { copyOfRepository } from '../fixtures/copy';

let copy = '';
beforeAll(async () => {
  copy = await copyOfRepository();
  await writeFile(join(copy, '.env'), `APP_ID=${SITE.id}\nMAIL_FROM=Me <me@company.example>\n`);
});
afterAll(() => rm(copy, { recursive: true }));

const rename = (...words: string[]) => runNode(['scripts/rename.mjs', ...words], { cwd: copy });
const file = (name: string) => readFile(join(copy, name), 'utf8');

test('a fork has its own name everywhere after one command', async () => {
  const { code, output } = await rename('Acme', '&', 'Sons');
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Renamed to Acme & Sons') });
  const site = await file('config/site.ts');
  expect(site).toContain("name: 'Acme & Sons'");
  expect(site).toContain("id: 'acme-sons'");
  expect(site).toContain("sender: 'Acme & Sons <hello@acme-sons.test>'");
  // An address that a fork has already chosen stays.
  const ours = SITE.support === `help@${SITE.id}.example`;
  expect(site).toContain(`support: '${ours ? 'help@acme-sons.example' : SITE.support}'`);
  expect(JSON.parse(await file('package.json'))).toMatchObject({ name: 'acme-sons' });
  expect(JSON.parse(await file('package-lock.json'))).toMatchObject({
    name: 'acme-sons',
    packages: { '': { name: 'acme-sons' } },
  });
  expect(await file('.env.example')).toContain('APP_ID=acme-sons\n');
  expect(await file('.env')).toBe('APP_ID=acme-sons\nMAIL_FROM=Me <me@company.example>\n');
  expect(await file('README.md')).toMatch(/^# Acme & Sons\n/);
  expect(await file('app/icon.svg')).toContain('<title>Acme &amp; Sons</title>');
});

test('no visible text contains the old name, and the tests about names still pass', async () => {
  const search = [
    'grep',
    '--no-index',
    '-rlw',
    'Tollgate',
    '--',
    'app',
    'components',
    'config',
    'lib/mail',
    'prisma/seed.ts',
  ];
  const found = await runNode(
    [
      '-e',
      `process.stdout.write(require('node:child_process').spawnSync('git', ${JSON.stringify(search)}, { encoding: 'utf8' }).stdout)`,
    ],
    { cwd: copy },
  );
  expect(found.output).toBe('');
  const tests = ['session-cookie', 'env', 'csp', 'catalog', 'theme'].map((name) => `tests/unit/${name}`);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...tests];
  const { output } = await runNode(vitest, { cwd: copy, env: { PATH: process.env.PATH, NODE_ENV: 'test' } });
  expect(output).toMatch(/Tests .*passed/);
  expect(output.split('\n').filter((line) => /FAIL|Error/.test(line))).toEqual([]);
});

test('it can be renamed again, and a name that would break files is refused', async () => {
  expect(await rename('Börse')).toMatchObject({ code: 0 });
  expect(await file('config/site.ts')).toContain("id: 'borse'");
  expect(await file('README.md')).toMatch(/^# Börse\n/);
  const before = await file('config/site.ts');
  for (const wrong of [[], ["O'Neil"], ['a\nb'], ['株式会社'], ['x'.repeat(41)]])
    expect(await rename(...wrong)).toMatchObject({ code: 1 });
  expect(await file('config/site.ts')).toBe(before);
});
