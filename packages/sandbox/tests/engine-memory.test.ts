import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../src/engine/start';
import { engine } from './engine-fixture';
import { letters } from './engine-provider';

const k = engine();
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

async function startChild(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'engine-child.ts'), dataDir, k.app.url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  running.push(child);
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).trim() };
}

describe('memory', () => {
  test('a restart keeps objects, time, endpoints, faults, and emails, and sends waiting webhooks', async () => {
    const dataDir = k.folder();
    await k.start({ dataDir });
    await k.call('POST', '/_sandbox/clock', { advanceDays: 10 });
    await k.call('POST', '/_sandbox/endpoints', { provider: 'dodo', url: `${k.app.url}/api/webhooks/second` });
    await k.fault('500', { match: 'never', seed: 3 });
    await k.call('POST', '/_sandbox/pause-deliveries', { on: true });
    await k.write('kept');
    await k.call('POST', '/v1/plans', [{ at: Math.floor(Date.now() / 1000) + 20 * 86_400, text: 'planned' }]);
    await k.stop();

    await k.start({ dataDir });
    expect(await k.texts()).toEqual(['kept']);
    const { json: clock } = await k.call('GET', '/_sandbox/clock');
    expect(Math.round(Number(clock.offsetSeconds) / 86_400)).toBe(10);
    expect((await k.call('GET', '/_sandbox/endpoints')).json.data).toHaveLength(3);
    expect((await k.call('GET', '/_sandbox/faults')).json.data).toMatchObject([
      { kind: '500', match: 'never', seed: 3 },
    ]);
    await k.idle();
    expect(k.app.webhooks()).toHaveLength(0);
    await k.call('POST', '/_sandbox/pause-deliveries', { on: false });
    await k.idle();
    expect(k.app.texts()).toEqual(['kept']);
    await k.call('POST', '/_sandbox/clock', { advanceDays: 11 });
    expect(await k.texts()).toEqual(['kept', 'planned']);
  });

  test('kill -9 loses nothing that was confirmed, and an incomplete line is harmless', async () => {
    const dataDir = k.folder();
    const first = await startChild(dataDir);
    for (let i = 0; i < 20; i += 1) await k.call('POST', '/v1/letters', { text: String(i) }, first.url);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    appendFileSync(join(dataDir, 'journal.jsonl'), '["p","stripe.letters","letter_half');

    const second = await startChild(dataDir);
    expect(await k.texts(second.url)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    await k.call('POST', '/v1/letters', { text: 'after the crash' }, second.url);
    second.child.kill('SIGKILL');
    await once(second.child, 'exit');

    await k.start({ dataDir });
    expect((await k.texts()).at(-1)).toBe('after the crash');
  });

  test('a webhook that was waiting when the process was killed is sent by the next one', async () => {
    const dataDir = k.folder();
    const { child, url } = await startChild(dataDir);
    await k.call('POST', '/_sandbox/pause-deliveries', { on: true }, url);
    await k.call('POST', '/v1/letters', { text: 'waiting' }, url);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await k.start({ dataDir });
    await k.call('POST', '/_sandbox/pause-deliveries', { on: false });
    await k.idle();
    expect(k.app.texts()).toEqual(['waiting']);
  });

  test('a second sandbox with the same data doesn’t start while the first runs', async () => {
    const dataDir = k.folder();
    await k.start({ dataDir });
    await expect(startSandbox({ dataDir, providers: [letters] })).rejects.toThrow(/is already running/);
  });

  test('reset deletes everything and leaves a working sandbox', async () => {
    await k.start({ dataDir: k.folder() });
    await k.write('old');
    await k.fault('drop');
    await k.call('POST', '/_sandbox/clock', { advanceDays: 10 });
    await k.call('POST', '/_sandbox/reset');
    expect(await k.texts()).toEqual([]);
    expect((await k.call('GET', '/_sandbox/faults')).json.data).toEqual([]);
    expect((await k.call('GET', '/_sandbox/deliveries')).json.data).toEqual([]);
    const { json: clock } = await k.call('GET', '/_sandbox/clock');
    expect(clock.offsetSeconds).toBe(0);
    expect(JSON.parse(k.app.received.at(-1)?.body ?? '{}')).toEqual({ offsetSeconds: 0, frozenAt: null });
    k.app.received.length = 0;
    await k.write('new');
    await k.idle();
    expect(k.app.texts()).toEqual(['new']);
  });

  test('reset goes back to a snapshot: objects, time, planned actions, and endpoints as they were', async () => {
    const dataDir = k.folder();
    await k.start({ dataDir });
    await k.call('POST', '/_sandbox/endpoints', { provider: 'dodo', url: `${k.app.url}/api/webhooks/second` });
    await k.call('POST', '/_sandbox/clock', { advanceDays: 10 });
    await k.call('POST', '/_sandbox/clock', { freeze: true });
    await k.write('kept');
    const { json: before } = await k.call('GET', '/_sandbox/clock');
    const at = Math.floor(Date.parse(String(before.frozenAt)) / 1000) + 86_400;
    await k.call('POST', '/v1/plans', [{ at, text: 'planned' }]);
    expect((await k.call('POST', '/_sandbox/snapshots', { name: 'here' })).status).toBe(201);
    for (const round of ['first', 'second']) {
      await k.write(round);
      await k.call('POST', '/_sandbox/clock', { advanceDays: 2 });
      expect(await k.texts()).toEqual(expect.arrayContaining(['kept', round, 'planned']));
      await k.fault('drop');
      k.app.received.length = 0;
      expect((await k.call('POST', '/_sandbox/reset', { snapshot: 'here' })).status).toBe(200);
      expect(await k.texts()).toEqual(['kept']);
      expect((await k.call('GET', '/_sandbox/clock')).json.frozenAt).toBe(before.frozenAt);
      expect(JSON.parse(k.app.received.at(-1)?.body ?? '{}').frozenAt).toBe(before.frozenAt);
      expect((await k.call('GET', '/_sandbox/endpoints')).json.data).toHaveLength(3);
      expect((await k.call('GET', '/_sandbox/faults')).json.data).toEqual([]);
    }
    expect((await k.call('POST', '/_sandbox/reset', { snapshot: 'elsewhere' })).status).toBe(404);
    expect(await k.texts()).toEqual(['kept']);
    // And what is on the disk is what was restored.
    await k.stop();
    await k.start({ dataDir });
    expect(await k.texts()).toEqual(['kept']);
  });
});
