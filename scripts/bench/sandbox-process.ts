import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SANDBOX } from '../lib/tools.mjs';

export interface SandboxProcess {
  url: string;
  /** Milliseconds from the spawn until the first list of customers was answered, loading the code included. */
  startMs: number;
  /** Resident memory now, in MB (10^6 bytes). */
  memoryMb(): number;
  control(path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the sandbox as `npm run sandbox` does, as a process of its own with its journal in `dataDir`. Rejects when it ends before it is ready. */
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
  const url = await Promise.race([readyUrl(child.stdout), ended.then(([code]) => endedEarly(code))]);
  const first = await fetch(`${url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_bench' } });
  if (!first.ok) throw new Error(`The first request was answered ${first.status}: ${await first.text()}`);
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
      if (!answer.ok) throw new Error(`/_sandbox/${path} answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      // A sandbox that hangs must not make the bench hang.
      const tooLong = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await ended;
      clearTimeout(tooLong);
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
  throw new Error('The sandbox ended its output before it was ready.');
}

function endedEarly(code: unknown): never {
  throw new Error(`The sandbox ended (code ${String(code)}) before it was ready.`);
}
