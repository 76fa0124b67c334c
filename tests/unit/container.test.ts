import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readJson } from '../fixtures/repository';

// There is no Docker engine where the tests run: the rules of hadolint (github.com/hadolint/hadolint) and CIS that matter.
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** The instructions of the Dockerfile, continued lines joined, without comments. */
const instructions = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const all = (name: string) => instructions.filter((line) => line.startsWith(`${name} `));
/** Those of the final image. */
const last = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
const lines = (path: string) =>
  read(path)
    .split('\n')
    .map((line) => line.trim());
const secrets = /SECRET|PASSWORD|TOKEN|_KEY|DATABASE_URL|SMTP_URL/;

test('the image is built in one stage and shipped in another, both from the same small base that the app supports', () => {
  const bases = all('FROM').map((line) => line.split(' ')[1]);
  expect(bases).toEqual(['node:22-bookworm-slim', 'node:22-bookworm-slim']);
  expect(readJson<{ engines: { node: string } }>('package.json').engines.node).toContain('^22.');
});

test('its server does not run as root, answers health checks, and receives its signals', () => {
  const user = last.findIndex((line) => line.startsWith('USER '));
  expect(last[user]).toBe('USER node');
  expect(user).toBeLessThan(last.findIndex((line) => line.startsWith('CMD ')));
  // An orchestrator restarts what fails it, which helps against no outage of the database.
  expect(last.filter((line) => line.startsWith('HEALTHCHECK '))).toEqual([
    expect.stringContaining('/api/health/live`'),
  ]);
  expect(last.at(-1)).toBe('CMD ["node", "scripts/start.mjs"]');
  expect(existsSync(join(ROOT, 'scripts/start.mjs'))).toBe(true);
  expect(existsSync(join(ROOT, 'app/api/health/live/route.ts'))).toBe(true);
});

test('the health check is a program that runs', () => {
  const command = /CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]';
  const [node, flag, program] = JSON.parse(command) as string[]; // Docker's exec form is JSON
  expect([node, flag]).toEqual(['node', '-e']);
  expect(() => new Function(program ?? '')).not.toThrow();
});

test('packages come from the lock file, and nothing is fetched from elsewhere', () => {
  expect(all('RUN').some((line) => line.includes('npm ci '))).toBe(true);
  expect(instructions.filter((line) => /npm (install|i) |^ADD |curl |wget |apt-get|sudo |:latest/.test(line))).toEqual(
    [],
  );
});

test('no secret is built in, neither through an instruction nor through a file', () => {
  expect([...all('ENV'), ...all('ARG')].filter((line) => secrets.test(line))).toEqual([]);
  const ignored = lines('.dockerignore');
  for (const path of lines('.gitignore').filter((line) => line !== '' && !line.startsWith('!')))
    expect(ignored).toContain(path);
  expect(ignored).toEqual(expect.arrayContaining(['.git/', '.env', '.env.*', 'tests/']));
});

test('the files that pages read at run time are in the image', () => {
  const ignored = lines('.dockerignore');
  const [, includes = ''] = /outputFileTracingIncludes: \{(.*)\}/.exec(read('next.config.ts')) ?? [];
  const files = [...includes.matchAll(/'\.\/([^']+)'/g)].map(([, path = '']) => path);
  expect(files).toEqual(expect.arrayContaining(['config/theme.css', 'docs/run-book.md']));
  for (const path of files) {
    const [folder = ''] = path.split('/');
    expect(ignored).not.toContain(`${folder}/`);
    // Docker's last matching line decides.
    const left = ignored.lastIndexOf(`${folder}/*`);
    if (left !== -1) expect({ path, line: ignored.lastIndexOf(`!${path}`) > left }).toEqual({ path, line: true });
  }
});

test('compose starts the app after the migrations, and those after a database that is ready, stored in a volume', () => {
  const compose = read('compose.yml');
  expect(compose).toContain('migrate: { condition: service_completed_successfully }');
  expect(compose).toContain('db: { condition: service_healthy }');
  expect(compose).toContain('"scripts/migrate.ts"');
  expect(compose).toContain('["database:/var/lib/postgresql"]');
  expect(compose).toMatch(/^ {4}ports: \["127\.0\.0\.1:3000:3000"\]$/m);
  expect([...compose.matchAll(/ports:/g)]).toHaveLength(1);
  expect(compose).not.toMatch(/privileged|network_mode: host|docker\.sock|:latest/);
  for (const [, value = ''] of compose.matchAll(/PASSWORD: (.*)$/gm))
    expect(value).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
});

test('the version of the package is the newest of the changelog', () => {
  const newest = /^## \[([\d.]+)\]/m.exec(read('CHANGELOG.md'))?.[1];
  const { version, packages } = readJson<{ version: string; packages: Record<string, { version: string }> }>(
    'package-lock.json',
  );
  expect(readJson<{ version: string }>('package.json').version).toBe(newest);
  expect([version, packages['']?.version]).toEqual([newest, newest]);
});

test('the pre-commit hook runs, and only checks what is staged', () => {
  expect(statSync(join(ROOT, '.githooks/pre-commit')).mode & 0o111).toBe(0o111);
  expect(read('.githooks/pre-commit')).toContain('biome check --staged');
});
