import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkEnvironment } from '@/lib/env/read';
import { cloneOfScripts, runNode } from '../fixtures/commands';

let clone = '';
beforeEach(async () => {
  clone = await cloneOfScripts();
});
afterEach(() => rm(clone, { recursive: true }));

const setUp = (...words: string[]) => runNode(['scripts/setup.mjs', ...words], { cwd: clone });
const written = () => readFile(join(clone, '.env'), 'utf8');

test('a fresh clone gets its own secrets and an environment that starts the app', async () => {
  expect(await setUp()).toMatchObject({ code: 0 });
  const env = parseEnv(await written());
  const database = 'postgresql://tollgate@127.0.0.1/tollgate';
  expect(checkEnvironment({ ...env, DATABASE_URL: database, NODE_ENV: 'development' })).toEqual({
    ok: true,
    problems: [],
  });
  expect((await stat(join(clone, '.env'))).mode & 0o077).toBe(0);
});

test('the example itself is refused', async () => {
  const example = parseEnv(await readFile(join(clone, '.env.example'), 'utf8'));
  const { problems } = checkEnvironment({ ...example, NODE_ENV: 'development' });
  for (const name of ['AUTH_SECRET', 'PERSON_HASH_KEY', 'CRON_SECRET', 'SANDBOX_SECRET']) {
    expect(problems.join('\n')).toContain(`${name} still has its example value`);
  }
});

test('existing values in .env are kept, and only a missing or example secret is replaced', async () => {
  const mine = 'a-secret-of-mine-chosen-with-care-and-kept';
  await writeFile(
    join(clone, '.env'),
    `# mine\nAUTH_SECRET=${mine}\nCRON_SECRET=example-run-npm-run-setup\nMY_OWN=1\n`,
  );
  const { output } = await setUp();
  expect(output).toContain('PERSON_HASH_KEY, CRON_SECRET, SANDBOX_SECRET');
  const text = await written();
  expect(text).toMatch(
    new RegExp(
      `^# mine\nAUTH_SECRET=${mine}\nCRON_SECRET=\\S{40,}\nMY_OWN=1\nPERSON_HASH_KEY=\\S{40,}\nSANDBOX_SECRET=\\S{40,}\n$`,
    ),
  );
  await setUp();
  expect(await written()).toBe(text);
});

test('every secret is rotated on request', async () => {
  await setUp();
  const before = parseEnv(await written());
  await setUp('--all');
  const after = parseEnv(await written());
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(changed.sort()).toEqual(['AUTH_SECRET', 'CRON_SECRET', 'PERSON_HASH_KEY', 'SANDBOX_SECRET']);
});
