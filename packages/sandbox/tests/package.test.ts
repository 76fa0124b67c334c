import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import DodoPayments from 'dodopayments';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PACKAGE = resolve(import.meta.dirname, '..');
const run = promisify(execFile);
const windows = process.platform === 'win32';
const npm = (args: string[], cwd: string) =>
  run(windows ? 'npm.cmd' : 'npm', args, { cwd, env: outside(), shell: windows });

/** An environment without the variables that npm and the test runner set for this repository. */
function outside(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(npm_|vitest|node_|sandbox_|init_cwd)/i.test(name));
  return { ...Object.fromEntries(entries), NODE_ENV: 'development', ...more };
}

/** A folder that contains the tarball and nothing else from this repository. */
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-package-'));
  await npm(['pack', '--pack-destination', folder], PACKAGE);
  const [tarball = ''] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"name":"shop","private":true,"type":"module"}');
  // Nothing is downloaded: the package bundles its dependencies.
  await npm(['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BIN = join('node_modules', '@tollgate', 'sandbox', 'bin', 'tollgate-sandbox.mjs');

/** Starts the installed command; resolves with its URL. */
async function start(): Promise<{ child: ChildProcess; url: string }> {
  const env = outside({ SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0' });
  const child = spawn(process.execPath, [BIN], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const { url } = JSON.parse(String(line)) as { url: string };
  return { child, url };
}

test('the package starts in an empty folder, and works with both SDKs', async () => {
  const { child, url } = await start();
  try {
    const stripe = new Stripe('sk_test_shop', { host: '127.0.0.1', port: new URL(url).port, protocol: 'http' });
    const ada = await stripe.customers.create({ email: 'ada@example.com' });
    expect(await stripe.customers.retrieve(ada.id)).toMatchObject({ object: 'customer', email: 'ada@example.com' });
    const dodo = new DodoPayments({ bearerToken: 'shop', baseURL: `${url}/dodo` });
    const { customer_id } = await dodo.customers.create({ email: 'ada@example.com', name: 'Ada' });
    expect(await dodo.customers.retrieve(customer_id)).toMatchObject({ email: 'ada@example.com' });
    const styles = await fetch(`${url}/_sandbox/assets/page.css`);
    expect([styles.status, styles.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(await (await fetch(url)).text()).toContain('<html');
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

test('the package does not start in production', async () => {
  const started = run(process.execPath, [BIN], { cwd: folder, env: outside({ NODE_ENV: 'production' }) });
  await expect(started).rejects.toThrow('does not start when NODE_ENV is "production"');
});

test('a test in another project can start a sandbox in its own process, with types', async () => {
  const program = `import { type Sandbox, startSandbox, stripeWebhookSecret } from '@tollgate/sandbox';
const sandbox: Sandbox = await startSandbox({ secret: 'shop' });
const { status } = await fetch(sandbox.url + '/_sandbox/health');
await sandbox.close();
const secret: string = stripeWebhookSecret('shop');
console.log(status, secret.slice(0, 6));
`;
  writeFileSync(join(folder, 'shop.ts'), program);
  const modules = join(createRequire(import.meta.url).resolve('typescript/package.json'), '..', '..');
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const types = ['--typeRoots', join(modules, '@types')];
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  await run(process.execPath, [tsc, ...options, ...types, 'shop.ts'], { cwd: folder });
  const { stdout } = await run(process.execPath, ['shop.js'], { cwd: folder, env: outside() });
  expect(stdout).toBe('200 whsec_\n');
});

test('the package lists every bundled library with its license', () => {
  const text = readFileSync(join(folder, 'node_modules/@tollgate/sandbox/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const sections = text.split(`\n${'-'.repeat(80)}\n\n`);
  expect(sections.map((section) => section.split(' ')[0])).toEqual(
    expect.arrayContaining(['hono', 'smtp-server', 'zod']),
  );
  expect(sections.filter((section) => !/permission|licensed/i.test(section))).toEqual([]);
});
