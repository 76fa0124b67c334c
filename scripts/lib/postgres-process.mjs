import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './identity.mjs';

/** What the lock file in a data folder says of its server, if that server is there. */
export function runningServer(data) {
  const lines = readLock(data);
  if (lines === null) return null;
  const [pid, , , port] = lines.map(Number);
  return isServer(pid, data) ? { pid, port } : null;
}

/** Ends the server of a data folder, if there is one, and waits until it is gone. */
export async function endServer(data) {
  const server = runningServer(data);
  if (server) await endPid(server.pid);
}

/**
 * PostgreSQL removes the lock file of a dead server by itself, but believes one whose number now belongs to
 * another process of the same user. Only that one is removed here: the rest is PostgreSQL's own safety.
 */
export function dropMistakenLock(data) {
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

/** Whether this process is a PostgreSQL on this data; elsewhere than Linux the number alone has to do. */
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
  const tell = (signal) => {
    try {
      process.kill(pid, signal);
    } catch {
      // gone between the look and the word
    }
  };
  tell('SIGINT'); // PostgreSQL's "fast" shutdown
  for (let tries = 0; isAlive(pid) && tries < 200; tries += 1) await pause(50);
  if (!isAlive(pid)) return;
  tell('SIGQUIT');
  for (let tries = 0; isAlive(pid) && tries < 100; tries += 1) await pause(50);
  tell('SIGKILL');
}
