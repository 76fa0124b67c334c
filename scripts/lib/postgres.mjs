import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './ports.mjs';
import { program } from './postgres-binaries.mjs';
import { endServer, removeStaleLock, runningServer } from './postgres-process.mjs';
import { serverPlaces } from './postgres-user.mjs';

const THROWAWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts this clone's PostgreSQL, or reuses one that an earlier run left running. Returns its URL (database `tollgate`),
 * whether it was already running, and `stop()`.
 */
export async function startPostgres({ port = 54329 } = {}) {
  const places = await serverPlaces();
  return startServer({ ...places, home: join(places.base, 'postgres'), port });
}

/** Starts a server with its data in `home`. `throwaway` trades durability for speed. */
export async function startServer({ user, native, home, port: preferred, throwaway = false }) {
  const data = join(home, 'data');
  const secret = join(home, 'password');
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  if (user) fs.chownSync(home, user.uid, user.gid);
  if (!fs.existsSync(join(data, 'PG_VERSION'))) initialize({ native, home, data, secret, user });
  const password = fs.readFileSync(secret, 'utf8').trim();
  const stop = () => endServer(data);

  const left = runningServer(data);
  if (left && (await waitUntil(() => answers(urlOf(left.port, password)), 40))) {
    const url = urlOf(left.port, password);
    await ensureDatabase(url);
    return { url, wasRunning: true, stop };
  }
  await stop();
  removeStaleLock(data);

  // Retries, because the port may be taken in the meantime, and children of a killed server need a moment to exit.
  for (let tries = 1; ; tries += 1) {
    const port = await freePort(preferred);
    const child = launch({ user, native, home, data, port, settings: throwaway ? THROWAWAY : [] });
    const url = urlOf(port, password);
    const ready = await waitUntil(async () => child.exitCode !== null || (await answers(url)), 600);
    if (ready && child.exitCode === null) {
      await ensureDatabase(url);
      return { url, wasRunning: false, stop };
    }
    await stop();
    if (tries === 5) throw new Error(`PostgreSQL did not start:\n${lastLines(join(home, 'log'))}`);
    await pause(500);
  }
}

function launch({ user, native, home, data, port, settings }) {
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC'];
  const log = fs.openSync(join(home, 'log'), 'w', 0o600);
  const child = spawn(
    program(native, 'postgres'),
    ['-D', data, '-p', String(port), ...[...all, ...settings].flatMap((setting) => ['-c', setting])],
    // Its own process group, so that Ctrl-C doesn't stop the server before the app.
    { stdio: ['ignore', log, log], detached: true, cwd: home, ...user },
  );
  fs.closeSync(log);
  child.unref();
  return child;
}

/** Uses the builtin C.UTF-8 locale, which sorts the same on every machine. */
function initialize({ native, home, data, secret, user }) {
  fs.rmSync(data, { recursive: true, force: true });
  fs.writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (user) fs.chownSync(secret, user.uid, user.gid);
  const draft = `${data}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const access = ['--username=tollgate', '--auth=scram-sha-256', `--pwfile=${secret}`];
  const { status, stderr, error } = spawnSync(
    program(native, 'initdb'),
    [`--pgdata=${draft}`, ...locale, ...access, '--no-sync'],
    { encoding: 'utf8', cwd: home, ...user },
  );
  if (status !== 0) throw new Error(`Could not create the database: ${error?.message ?? stderr}`);
  fs.renameSync(draft, data);
}

/** Polls 20 times per second, up to `times`. */
async function waitUntil(holds, times) {
  for (let tries = 0; tries < times; tries += 1) {
    if (await holds()) return true;
    await pause(50);
  }
  return false;
}

function lastLines(log) {
  return fs.readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}

function urlOf(port, password) {
  return `postgresql://tollgate:${password}@127.0.0.1:${port}/tollgate`;
}

async function withClient(url, use) {
  const { default: pg } = await import('pg');
  const to = new URL(url);
  to.pathname = '/postgres';
  const client = new pg.Client({ connectionString: to.href, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function answers(url) {
  return withClient(url, () => true).catch(() => false);
}

async function ensureDatabase(url) {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'tollgate'");
    if (rowCount === 0) await client.query('CREATE DATABASE tollgate');
  });
}
