import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { DATA, ROOT } from './paths.mjs';
import { groupMembers, identify, isRunning } from './process-identity.mjs';

/** Where the processes of a run write what they say. */
export const LOGS = join(DATA, 'logs');

/** The state file of a run: its owner, processes, and URLs. Null when there is none. */
export function readRun(name) {
  try {
    return JSON.parse(readFileSync(fileOf(name), 'utf8'));
  } catch {
    return null; // never written, or interrupted
  }
}

/** Child processes, each in its own group and recorded in a file, so that the next run can stop leftovers of a killed run. */
export class Processes {
  #name;
  #running = new Map();
  #notes = {};
  #closed = false;

  constructor(name) {
    this.#name = name;
  }

  /** Stops leftovers of killed runs, and an active run of the same name, which this one replaces. */
  async begin() {
    mkdirSync(LOGS, { recursive: true });
    for (const name of readdirSync(DATA).flatMap((file) => file.match(/^(.+)\.run\.json$/)?.[1] ?? [])) {
      const run = readRun(name);
      const active = run !== null && run.owner.pid !== process.pid && isRunning(run.owner);
      if (active && name !== this.#name) continue;
      if (active) {
        console.log(`Stopping an earlier run (process ${run.owner.pid})…`);
        await endProcess(run.owner);
      }
      await Promise.all((run?.processes ?? []).map((one) => endGroup(one)));
      rmSync(fileOf(name), { force: true });
    }
    this.#write();
  }

  /** Records this run's URLs for other commands. */
  note(values) {
    this.#notes = values;
    this.#write();
  }

  /** Starts a process; its output goes to `.data/logs/<name>.log` and, line by line, to `onLine`. */
  start(name, command, args, { env, onLine } = {}) {
    const child = this.#spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(join(LOGS, `${name}.log`));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        onLine?.(line);
      });
    }
    return child;
  }

  /** Runs a process and returns its exit code; prints to the terminal unless `collect` receives the output. */
  run(command, args, { env, collect } = {}) {
    const stdio = collect ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = this.#spawn(command, args, { env, stdio });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => collect.push(text));
    }
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (signal && !this.#closed) console.error(`${args.join(' ')} was terminated by ${signal}.`);
        resolve(code ?? 1);
      });
    });
  }

  /** Runs a process; throws with its output when it fails. */
  async must(command, args, env) {
    const collect = [];
    const code = await this.run(command, args, { env, collect });
    if (code !== 0) throw new Error(`${args.at(-1)} failed:\n${collect.join('')}`);
  }

  async stopAll() {
    this.#closed = true;
    await Promise.all([...this.#running.values()].map((one) => endGroup(one)));
    if (readRun(this.#name)?.owner.pid === process.pid) rmSync(fileOf(this.#name), { force: true });
  }

  #spawn(command, args, options) {
    if (this.#closed) throw new Error('The run is stopping.');
    const child = spawn(command, args, { cwd: ROOT, detached: true, ...options });
    if (child.pid === undefined) return child;
    this.#running.set(child.pid, identify(child.pid));
    this.#write();
    child.once('exit', () => {
      this.#running.delete(child.pid);
      if (!this.#closed) this.#write();
    });
    return child;
  }

  /** Atomic, so that a kill never leaves a partial file. */
  #write() {
    const run = { owner: identify(process.pid), processes: [...this.#running.values()], notes: this.#notes };
    const draft = `${fileOf(this.#name)}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(run), { mode: 0o600 });
    renameSync(draft, fileOf(this.#name));
  }
}

function fileOf(name) {
  return join(DATA, `${name}.run.json`);
}

/** Sends SIGTERM to a process group, and SIGKILL after five seconds. */
async function endGroup(leader) {
  const send = (signal) => {
    for (const pid of groupMembers(leader)) {
      try {
        process.kill(pid, signal);
      } catch {
        // exited in the meantime
      }
    }
  };
  send('SIGTERM');
  for (let tries = 0; tries < 100 && groupMembers(leader).length > 0; tries += 1) await pause(50);
  send('SIGKILL');
}

/** Stops another run, which then stops its own processes. */
async function endProcess(owner) {
  process.kill(owner.pid, 'SIGTERM');
  for (let tries = 0; tries < 400 && isRunning(owner); tries += 1) await pause(50);
  if (isRunning(owner)) process.kill(owner.pid, 'SIGKILL');
}

/** Runs a command synchronously; throws with its output when it fails. */
export function run(command, args, env = process.env) {
  const done = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return;
  throw new Error(`${args.join(' ')} failed:\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`);
}
