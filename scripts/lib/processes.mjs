import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { groupMembers, identify, isStillThere } from './identity.mjs';
import { DATA, ROOT } from './paths.mjs';

const LOGS = join(DATA, 'logs');

/** What a run of this name wrote down: its owner, its processes, where it can be reached. Null when there is none. */
export function readRun(name) {
  try {
    return JSON.parse(readFileSync(fileOf(name), 'utf8'));
  } catch {
    return null; // never written, or cut off by a kill
  }
}

/** A set of child processes, each in a group of its own, written down so that the next run can end what a kill left. */
export class Processes {
  #name;
  #running = new Map();
  #notes = {};
  #closed = false;

  constructor(name) {
    this.#name = name;
  }

  /** Ends what killed runs left behind, and a run of this name that still goes on: its place is taken. */
  async begin() {
    mkdirSync(LOGS, { recursive: true });
    for (const name of readdirSync(DATA).flatMap((file) => file.match(/^(.+)\.run\.json$/)?.[1] ?? [])) {
      const run = readRun(name);
      const goesOn = run !== null && run.owner.pid !== process.pid && isStillThere(run.owner);
      if (goesOn && name !== this.#name) continue;
      if (goesOn) {
        console.log(`Ending the run that was started here earlier (process ${run.owner.pid}) …`);
        await endProcess(run.owner);
      }
      await Promise.all((run?.processes ?? []).map((one) => endGroup(one)));
      rmSync(fileOf(name), { force: true });
    }
    this.#write();
  }

  /** Where this run can be reached, for commands that are given beside it. */
  note(values) {
    this.#notes = values;
    this.#write();
  }

  /** Starts one; its output goes to `.data/logs/<name>.log` and, line by line, to `onLine`. */
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

  /** Runs one to its end and returns its exit code; it speaks to the terminal unless `collect` takes its words. */
  run(command, args, { env, collect } = {}) {
    const stdio = collect ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = this.#spawn(command, args, { env, stdio });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => collect.push(text));
    }
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (signal && !this.#closed) console.error(`${args.join(' ')} was ended from outside (${signal}).`);
        resolve(code ?? 1);
      });
    });
  }

  /** Runs one that must succeed; raises with everything it said when it does not. */
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
    if (this.#closed) throw new Error('The run is ending.');
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

  /** Renamed into place, so that a kill in the middle leaves the former list, not half of one. */
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

/** Asks the whole group to end, and makes it end after five seconds. */
async function endGroup(leader) {
  const tell = (signal) => {
    for (const pid of groupMembers(leader)) {
      try {
        process.kill(pid, signal);
      } catch {
        // gone between the look and the word
      }
    }
  };
  tell('SIGTERM');
  for (let tries = 0; tries < 100 && groupMembers(leader).length > 0; tries += 1) await pause(50);
  tell('SIGKILL');
}

/** Another run of ours ends its own processes when it is asked to. */
async function endProcess(owner) {
  process.kill(owner.pid, 'SIGTERM');
  for (let tries = 0; tries < 400 && isStillThere(owner); tries += 1) await pause(50);
  if (isStillThere(owner)) process.kill(owner.pid, 'SIGKILL');
}

/** Runs a command to its end, here and now; raises with everything it said when it fails. */
export function run(command, args, env = process.env) {
  const done = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return;
  throw new Error(`${args.join(' ')} failed:\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`);
}
