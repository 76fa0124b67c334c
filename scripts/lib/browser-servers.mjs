import { randomBytes } from 'node:crypto';
import { startNext } from './next-app.mjs';
import { freePort } from './ports.mjs';
import { startSandbox } from './sandbox.mjs';
import { tsx } from './tools.mjs';

/** Next reads `.env` for whatever is not set, and a developer's keys have no place in a test: set, and empty. */
const NOT_FOR_TESTS = [
  ...['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ...['DODO_PAYMENTS_API_KEY', 'DODO_PAYMENTS_WEBHOOK_KEY', 'DODO_PAYMENTS_ENVIRONMENT'],
  ...['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET', 'AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'],
  ...['CHECKOUT_PROVIDER', 'APP_ID', 'MAIL_FROM', 'MAILS_FROM_PROVIDER', 'TRUST_PROXY'],
  ...['STRIPE_AUTOMATIC_TAX', 'STRIPE_TAX_ID_COLLECTION', 'STRIPE_BILLING_ADDRESS'],
];

/** A production build serving on loopback, with a sandbox and a fresh database. Returns where they are. */
export async function browserServers(processes, base, databaseServer, number) {
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const secret = () => randomBytes(32).toString('base64url');
  const env = {
    ...base,
    ...Object.fromEntries(NOT_FOR_TESTS.map((name) => [name, ''])),
    DATABASE_URL: await freshDatabase(databaseServer),
    APP_ENV: 'test',
    APP_URL: url,
    AUTH_URL: url,
    LOG_LEVEL: 'warn',
    AUTH_SECRET: secret(),
    CRON_SECRET: secret(),
    SANDBOX_SECRET: secret(),
    SANDBOX_DATA_DIR: '',
    SANDBOX_PORT: String(await freePort(0)),
    SANDBOX_SMTP_PORT: String(await freePort(0)),
  };
  Object.assign(env, await startSandbox(processes, { ...env, NODE_ENV: 'test' }, { name: `e2e-sandbox-${number}` }));
  await processes.must(process.execPath, tsx('scripts/prepare.ts'), { ...env, NODE_ENV: 'test' });
  const app = startNext(processes, `e2e-app-${number}`, 'start', port, { ...env, NODE_ENV: 'production' }, 60);
  if (!(await app.healthy)) throw new Error(`The built app is not well:\n${app.lines.join('\n')}`);
  return { app: url, sandbox: env.SANDBOX_URL, database: env.DATABASE_URL };
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
