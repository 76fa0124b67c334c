import { expect, test } from 'vitest';
import { HAS_SANDBOX, readJson, repositoryFiles } from '../../fixtures/repository';
import { sourcesIn } from '../../fixtures/sources';

const app = sourcesIn('app', 'components', 'lib', 'proxy.ts', 'instrumentation.ts', 'instrumentation-node.ts');
const product = [...app, ...(HAS_SANDBOX ? sourcesIn('packages/sandbox/src') : [])];
const found = (sources: readonly { path: string; text: string }[], pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('check 9: the database client rejects an undefined condition, which would match every row', async () => {
  const schema = repositoryFiles('prisma').find(({ path }) => path === 'prisma/schema.prisma');
  expect(schema?.text).toMatch(/previewFeatures\s*=\s*\[[^\]]*"strictUndefinedChecks"/);
  process.env.DATABASE_URL ??= 'postgresql://app@127.0.0.1:1/nothing';
  const { PrismaClient } = await import('@/lib/generated/prisma/client');
  const { PrismaPg } = await import('@prisma/adapter-pg');
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: 'postgresql://app@127.0.0.1:1/x' }) });
  // A value that a JavaScript caller could omit; the types forbid it.
  const where = JSON.parse('{"id":"p"}');
  await expect(client.payment.findFirst({ where: { ...where, workspaceId: undefined } })).rejects.toThrow(/undefined/);
});

test('check 82: markup is escaped as text everywhere except for two scripts of our own', () => {
  expect(found(product, /dangerouslySetInnerHTML|innerHTML\s*=|document\.write|\beval\(|new Function\(/)).toEqual([
    // A constant that applies the theme, allowed by its hash.
    'app/layout.tsx',
    'components/site/json-ld.tsx',
  ]);
});

test('check 87: the server fetches URLs from the environment, never from a visitor', () => {
  const server = app.filter(({ text }) => !/^['"]use client['"]/m.test(text));
  // Effects serve no visitor: their target is in a fork's code, or in the environment.
  const apart = /^(components|lib\/billing\/effects)\//;
  expect(found(server, /(?<![.\w])fetch\(/).filter((path) => !apart.test(path))).toEqual([
    'lib/auth/oauth-providers.ts',
    // The command calls the app at APP_URL, alerts go to ALERT_WEBHOOK_URL.
    'lib/doctor/clock.ts',
    'lib/doctor/index.ts',
    'lib/operators/notify.ts',
    'lib/billing/providers/provider.ts',
    'lib/billing/providers/dodo/client.ts',
  ]);
  const config = repositoryFiles().find(({ path }) => path === 'next.config.ts');
  expect(config?.text).toContain('unoptimized: true');
  expect(config?.text).not.toContain('remotePatterns');
});

test('check 116: only the environment’s own file and the configuration read process.env', () => {
  const readers = ['lib/env.ts', 'proxy.ts', 'instrumentation.ts', 'instrumentation-node.ts'];
  expect(found(app, /process\.env/).filter((path) => !readers.includes(path))).toEqual([]);
  // Code in a guide is pasted into the app.
  expect(found(repositoryFiles('docs'), /process\.env/)).toEqual([]);
});

test('check 117: no type is left open, and no rule is disabled without an explanation', () => {
  const tsconfig = readJson<{ compilerOptions: Record<string, unknown> }>('tsconfig.json').compilerOptions;
  expect(tsconfig).toMatchObject({ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true });
  const rules = readJson<{ linter: { rules: object } }>('biome.json').linter.rules;
  expect(rules).toMatchObject({
    suspicious: { noExplicitAny: 'error' },
    style: { noNonNullAssertion: 'error' },
  });
  expect(found(product, /@ts-(ignore|expect-error|nocheck)|eslint-disable/)).toEqual([]);
  expect(found(product, /biome-ignore(?!(-all|-start|-end)? [\w/]+: \S.{10,})/)).toEqual([]);
});

test('check 115: a file holds one idea', () => {
  const lines = product
    .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    .sort((a, b) => a.lines - b.lines);
  expect(lines[Math.floor(lines.length / 2)]?.lines).toBeLessThanOrEqual(50);
  expect(lines.filter((file) => file.lines > 250)).toEqual([]);
});

/** Secrets as providers format them; words that only look like one are shorter. */
const SECRETS = [
  /\b(sk|rk)_live_[A-Za-z0-9]{24,}/,
  /\bwhsec_[A-Za-z0-9+/]{40,}={0,2}/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----/,
  /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
];

test('check 106: no file of the repository contains a secret, and Git ignores .env files', () => {
  const files = repositoryFiles();
  expect(files.length).toBeGreaterThan(1000);
  const places = files.flatMap(({ path, text }) => SECRETS.filter((secret) => secret.test(text)).map(() => path));
  expect(places).toEqual([]);
  const ignored = files.find(({ path }) => path === '.gitignore')?.text.split('\n') ?? [];
  expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '!.env.example']));
});
