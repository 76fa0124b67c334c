import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SANDBOX = join(import.meta.dirname, '..', 'bin', 'tollgate-sandbox.mjs');

export interface SandboxProcess {
  url: string;
  /** Milliseconds from spawning the process to the first response, including loading the code. */
  startMs: number;
  /** Current resident memory in MB (10^6 bytes). */
  memoryMb(): number;
  control(path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the sandbox like `npm start`, with its journal in `dataDir`. Rejects when it exits before it is ready. */
export async function startSandboxProcess(dataDir: string, appUrl: string, secret: string): Promise<SandboxProcess> {
  const began = performance.now();
  const child = spawn(process.execPath, [SANDBOX], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      SANDBOX_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      SANDBOX_DATA_DIR: dataDir,
      SANDBOX_SECRET: secret,
      APP_URL: appUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([readyUrl(child.stdout), ended.then(([code]) => exitedEarly(code))]);
  const first = await fetch(`${url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_bench' } });
  if (!first.ok) throw new Error(`The first request failed with ${first.status}: ${await first.text()}`);
  await first.text();
  const startMs = performance.now() - began;
  return {
    url,
    startMs,
    memoryMb: () =>
      (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) * 1024) / 1e6,
    async control(path, body = {}) {
      const answer = await fetch(`${url}/_sandbox/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`/_sandbox/${path} failed with ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      // Don't wait forever for a sandbox that hangs.
      const killTimer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await ended;
      clearTimeout(killTimer);
    },
  };
}

async function readyUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    if (!line.startsWith('{"ready":true')) continue;
    output.resume();
    const { url } = JSON.parse(line) as { url: string };
    return url;
  }
  throw new Error('The sandbox closed its output before it was ready.');
}

function exitedEarly(code: unknown): never {
  throw new Error(`The sandbox exited with code ${String(code)} before it was ready.`);
}
