import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './ports.mjs';
import { Processes, run } from './processes.mjs';
import { sandboxEnv, startSandbox } from './sandbox.mjs';
import { NEXT, tsx } from './tools.mjs';

/** A production build serving on loopback, with a sandbox and a fresh database, for the browser stories. */
export async function browserServers(base) {
  const processes = new Processes('e2e');
  await processes.endLeftovers();
  const port = await freePort(3100);
  const secret = () => randomBytes(32).toString('base64url');
  const env = {
    ...base,
    DATABASE_URL: await freshDatabase(base.TEST_DATABASE_URL),
    ...{
      APP_ENV: 'test',
      APP_URL: `http://127.0.0.1:${port}`,
      AUTH_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'warn',
    },
    ...{ AUTH_SECRET: secret(), CRON_SECRET: secret(), SANDBOX_SECRET: secret(), SANDBOX_DATA_DIR: '' },
    ...{ SANDBOX_PORT: '4300', SANDBOX_SMTP_PORT: '2600' },
  };
  try {
    Object.assign(env, sandboxEnv(await startSandbox(processes, { ...env, NODE_ENV: 'test' }, { quiet: true })));
    run(process.execPath, tsx('scripts/prepare.ts'), { ...env, NODE_ENV: 'test' });
    processes.start('e2e-app', process.execPath, [NEXT, 'start', '-H', '127.0.0.1', '-p', String(port)], {
      env: { ...env, NODE_ENV: 'production' },
    });
    for (let tries = 0; !(await healthy(env.APP_URL)); tries += 1) {
      if (tries > 240) throw new Error('The built app did not answer; see .data/logs/e2e-app.log');
      await pause(250);
    }
  } catch (error) {
    await processes.stopAll();
    throw error;
  }
  return { env, stop: () => processes.stopAll() };
}

async function healthy(url) {
  const answer = await fetch(`${url}/api/health`).catch(() => null);
  return answer?.ok === true;
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
