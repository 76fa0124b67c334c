import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Sandbox } from '../src/engine/sandbox';
import { type StartOptions, startSandbox } from '../src/engine/start';
import { startApp } from './engine-app';
import { letters } from './engine-provider';

/** Any JSON object; tests check it with `toMatchObject` or by property. */
export type Json = Record<string, unknown> & { data: Record<string, unknown>[] };

/** A sandbox with the letter provider, an app, and helpers for both. One per test file. */
export function engine() {
  const folders: string[] = [];
  const started: Sandbox[] = [];
  let app: Awaited<ReturnType<typeof startApp>>;

  beforeEach(async () => {
    app = await startApp();
  });
  afterEach(async () => {
    for (const sandbox of started.splice(0)) await sandbox.close();
    await app.close();
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  const sandbox = (): Sandbox => {
    const newest = started.at(-1);
    if (!newest) throw new Error('Start the sandbox first.');
    return newest;
  };
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    base = sandbox().url,
  ): Promise<{ status: number; json: Json }> => {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(base + path, { method, ...sent });
    return { status: answer.status, json: (await answer.json()) as Json };
  };
  return {
    get app() {
      return app;
    },
    get sandbox() {
      return sandbox();
    },
    call,
    async start(options: StartOptions = {}): Promise<Sandbox> {
      const fresh = await startSandbox({ appUrl: app.url, providers: [letters], secret: 'shared', ...options });
      started.push(fresh);
      return fresh;
    },
    async stop(): Promise<void> {
      await started.pop()?.close();
    },
    folder(): string {
      const made = mkdtempSync(join(tmpdir(), 'sandbox-'));
      folders.push(made);
      return made;
    },
    write: (text: string) => call('POST', '/v1/letters', { text }),
    idle: () => call('POST', '/_sandbox/deliveries/idle'),
    fault: (kind: string, more: object = {}) => call('POST', '/_sandbox/faults', { kind, provider: 'stripe', ...more }),
    deliveries: async (query = '') => (await call('GET', `/_sandbox/deliveries${query}`)).json.data,
    async letters(base?: string): Promise<{ text: string; createdAt: number }[]> {
      const { json } = await call('GET', '/v1/letters', undefined, base);
      return json as unknown as { text: string; createdAt: number }[];
    },
    texts: async function (base?: string): Promise<string[]> {
      return (await this.letters(base)).map(({ text }) => text);
    },
  };
}
