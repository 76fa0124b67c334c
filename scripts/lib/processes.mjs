import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { DATA, ROOT } from './paths.mjs';

/** A set of child processes, each in a group of its own, written down so that the next run can end what a kill left. */
export class Processes {
  #running = new Map();
  #list;

  constructor(name) {
    mkdirSync(join(DATA, 'logs'), { recursive: true });
    this.#list = join(DATA, `${name}.processes.json`);
  }

  /** Ends what an earlier run of the same name left behind: only processes that really are those it started. */
  async endLeftovers() {
    if (!existsSync(this.#list)) return;
    for (const { pid, started } of JSON.parse(readFileSync(this.#list, 'utf8'))) {
      if (startedAt(pid) === started) await endGroup(pid);
    }
    rmSync(this.#list, { force: true });
  }

  /** Starts one; its output goes to `.data/logs/<name>.log` and, line by line, to `onLine`. */
  start(name, command, args, { env, onLine } = {}) {
    const child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(join(DATA, 'logs', `${name}.log`));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        onLine?.(line);
      });
    }
    this.#running.set(child.pid, child);
    this.#write();
    child.once('exit', () => {
      this.#running.delete(child.pid);
      this.#write();
    });
    return child;
  }

  async stopAll() {
    await Promise.all([...this.#running.keys()].map(endGroup));
    rmSync(this.#list, { force: true });
  }

  #write() {
    const rows = [...this.#running.keys()].map((pid) => ({ pid, started: startedAt(pid) }));
    writeFileSync(this.#list, JSON.stringify(rows));
  }
}

/** When a process began, as the system tells it: a number alone could belong to somebody else by now. */
function startedAt(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[19];
    } catch {
      return null;
    }
  }
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || null;
}

async function endGroup(pid) {
  const tell = (signal) => {
    try {
      process.kill(-pid, signal);
      return true;
    } catch {
      return false; // gone already
    }
  };
  if (!tell('SIGTERM')) return;
  for (let tries = 0; tries < 100 && tell(0); tries += 1) await pause(50);
  tell('SIGKILL');
}

/** Runs a command to its end; raises with its output when it fails. */
export function run(command, args, env = process.env) {
  const done = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return done.stdout;
  throw new Error(`${args.join(' ')} failed:\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`);
}
