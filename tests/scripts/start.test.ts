import { expect, test } from 'vitest';
import { SANDBOX } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';

const CHECK = "const { checkNode } = await import('./scripts/lib/node-version.mjs');";
const nodeVersion = (version: string) => runNode(['--input-type=module', '-e', `${CHECK} checkNode('${version}')`]);

test('an old version of Node.js gets a message that names the required one', async () => {
  for (const version of ['18.20.4', '20.18.3', '21.7.3', '22.12.0', '23.1.0']) {
    const { code, output } = await nodeVersion(version);
    expect(output).toContain(`needs Node 20.19 or later, 22.13 or later, or 24. This is ${version}`);
    expect(code).toBe(1);
  }
  for (const version of ['20.19.0', '22.13.0', '24.0.0', '26.1.0']) {
    expect(await nodeVersion(version)).toEqual({ code: 0, output: '' });
  }
});

test('the server does not start with a short secret, and says which one', async () => {
  const env = { ...process.env, APP_ENV: 'production', AUTH_SECRET: 'short', STRIPE_SECRET_KEY: 'sk_live_12345678' };
  const { code, output } = await runNode(['scripts/start.mjs'], { env });
  expect(code).toBe(1);
  expect(output).toContain('AUTH_SECRET is too short: use at least 32 characters');
  expect(output).not.toContain('Ready');
});

test('the sandbox does not start in production', async () => {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production' };
  const { code, output } = await runNode([SANDBOX], { env });
  expect(code).toBe(1);
  expect(output).toContain('does not start when NODE_ENV is "production"');
});
