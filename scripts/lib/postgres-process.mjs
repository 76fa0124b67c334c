import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './process-identity.mjs';

/** The running server of a data directory according to its lock file; null when there is none. */
export function runningServer(data) {
  const lines = readLock(data);
  if (lines === null) return null;
  const [pid, , , port] = lines.map(Number);
  return isServer(pid, data) ? { pid, port } : null;
}

/** Stops the server of a data directory, if any, and waits until it has exited. */
export async function endServer(data) {
  const server = runningServer(data);
  if (server) await endPid(server.pid);
}

/**
 * Removes a stale lock file whose pid now belongs to another process of the same user, which PostgreSQL would trust. It
 * removes all other stale lock files on its own.
 */
export function removeStaleLock(data) {
  const lines = readLock(data);
  if (lines === null || !isAlive(Number(lines[0])) || runningServer(data)) return;
  fs.rmSync(join(data, 'postmaster.pid'), { force: true });
}

function readLock(data) {
  try {
    return fs.readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
}

/** Whether the process is the PostgreSQL server of this data directory; outside Linux, whether the pid exists. */
function isServer(pid, data) {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
}

async function endPid(pid) {
  const send = (signal) => {
    try {
      process.kill(pid, signal);
    } catch {
      // exited in the meantime
    }
  };
  send('SIGINT'); // PostgreSQL's "fast" shutdown
  for (let tries = 0; isAlive(pid) && tries < 200; tries += 1) await pause(50);
  if (!isAlive(pid)) return;
  send('SIGQUIT');
  for (let tries = 0; isAlive(pid) && tries < 100; tries += 1) await pause(50);
  send('SIGKILL');
}
