import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startNext } from './next-app.mjs';
import { freePort } from './ports.mjs';
import { LOGS } from './processes.mjs';
import { startSandbox } from './sandbox.mjs';
import { tsx } from './tools.mjs';

/** Set to empty, because Next reads unset variables from `.env` and tests must not use a developer's keys. */
const CLEARED = [
  ...['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ...['DODO_PAYMENTS_API_KEY', 'DODO_PAYMENTS_WEBHOOK_KEY', 'DODO_PAYMENTS_ENVIRONMENT'],
  ...['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET', 'AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'],
  ...['CHECKOUT_PROVIDER', 'APP_ID', 'MAIL_FROM', 'MAILS_FROM_PROVIDER', 'TRUST_PROXY'],
  ...['STRIPE_AUTOMATIC_TAX', 'STRIPE_TAX_ID_COLLECTION', 'STRIPE_BILLING_ADDRESS'],
];

/** Starts the production build on loopback with its own sandbox and database. Returns their URLs. */
export async function browserServers(processes, base, databaseServer, number) {
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const secret = () => randomBytes(32).toString('base64url');
  const own = {
    ...Object.fromEntries(CLEARED.map((name) => [name, ''])),
    DATABASE_URL: await freshDatabase(databaseServer),
    APP_ENV: 'test',
    APP_URL: url,
    AUTH_URL: url,
    LOG_LEVEL: 'info',
    // Everybody in the browser tests is one client.
    RATE_LIMITS: 'checkout-client=100000,portal-client=100000,sign-in-client=100000,confirm-client=100000',
    AUTH_SECRET: secret(),
    CRON_SECRET: secret(),
    SANDBOX_SECRET: secret(),
    SANDBOX_DATA_DIR: '',
    SANDBOX_PORT: String(await freePort(0)),
    SANDBOX_SMTP_PORT: String(await freePort(0)),
  };
  const sandbox = await startSandbox(
    processes,
    { ...base, ...own, NODE_ENV: 'test' },
    { name: `e2e-sandbox-${number}` },
  );
  Object.assign(own, sandbox);
  const env = { ...base, ...own };
  await processes.must(process.execPath, tsx('scripts/prepare.ts'), { ...env, NODE_ENV: 'test' });
  const app = startNext(processes, `e2e-app-${number}`, 'start', port, { ...env, NODE_ENV: 'production' }, 60);
  if (!(await app.healthy)) throw new Error(`The production build is unhealthy:\n${app.lines.join('\n')}`);
  return {
    app: url,
    sandbox: env.SANDBOX_URL,
    database: env.DATABASE_URL,
    // Values that must never leave the server, and its log file: tests search one for the other.
    secrets: [env.AUTH_SECRET, env.CRON_SECRET, env.SANDBOX_SECRET, env.DATABASE_URL],
    log: join(LOGS, `e2e-app-${number}.log`),
    pid: app.child.pid,
    // With these, another process of the same app can be started: see `anotherApp`.
    variables: own,
  };
}

/** Starts one more process of the app on the same database. Returns its URL and process. */
export async function anotherApp(processes, { variables }, name) {
  const port = await freePort(0);
  const app = startNext(processes, name, 'start', port, { ...process.env, ...variables, NODE_ENV: 'production' }, 60);
  if (!(await app.healthy)) throw new Error(`${name} is unhealthy:\n${app.lines.join('\n')}`);
  return { app: `http://127.0.0.1:${port}`, pid: app.child.pid, log: join(LOGS, `${name}.log`) };
}

async function freshDatabase(server) {
  const { default: pg } = await import('pg');
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}
