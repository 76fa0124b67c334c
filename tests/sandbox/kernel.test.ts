import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stripeWebhookSecret } from '../../sandbox/config';
import { type Sandbox, type StartOptions, startSandbox } from '../../sandbox/engine/start';
import { startApp } from './kernel-app';
import { letters } from './kernel-provider';

type Json = Record<string, never> & { data: Record<string, never>[] };

let app: Awaited<ReturnType<typeof startApp>>;
let sandbox: Sandbox;
const folders: string[] = [];
const running: ChildProcess[] = [];

async function start(options: StartOptions = {}): Promise<Sandbox> {
  sandbox = await startSandbox({ appUrl: app.url, providers: [letters], secret: 'shared', ...options });
  return sandbox;
}
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sandbox-'));
  folders.push(made);
  return made;
}
async function call(
  method: string,
  path: string,
  body?: unknown,
  base = sandbox.url,
): Promise<{ status: number; json: Json }> {
  const answer = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Json };
}
const write = (text: string) => call('POST', '/v1/letters', { text });
const idle = () => call('POST', '/_sandbox/deliveries/idle');
const fault = (kind: string, more: object = {}) =>
  call('POST', '/_sandbox/faults', { kind, provider: 'stripe', ...more });
const letterTexts = async (base?: string) => {
  const { json } = await call('GET', '/v1/letters', undefined, base);
  return (json as unknown as { text: string }[]).map(({ text }) => text);
};

beforeEach(async () => {
  app = await startApp();
});
afterEach(async () => {
  await sandbox?.close();
  await app.close();
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

describe('the clock', () => {
  const noon = Date.UTC(2030, 0, 1, 12) / 1000;
  const startOfDay = () => call('POST', '/_sandbox/clock', { to: '2030-01-01T12:00:00Z' });

  test('what is due happens in the order of time, also what was planned on the way, each at its own time', async () => {
    await start();
    await startOfDay();
    await call('POST', '/v1/plans', [
      { at: noon + 300, text: 'third' },
      { at: noon + 100, text: 'first', again: 100 },
      { at: noon + 300, text: 'fourth, planned later for the same second' },
    ]);
    const { json } = await call('POST', '/_sandbox/clock', { advanceSeconds: 300 });
    expect(await letterTexts()).toEqual(['first', 'first again', 'third', 'fourth, planned later for the same second']);
    expect((json as unknown as { ran: { at: number }[] }).ran.map(({ at }) => at - noon)).toEqual([100, 200, 300, 300]);
    const { json: stored } = await call('GET', '/v1/letters');
    expect((stored as unknown as { createdAt: number }[]).map(({ createdAt }) => createdAt - noon)).toEqual([
      100, 200, 300, 300,
    ]);
  });

  test('an action that is planned again under its key happens once, at the new time', async () => {
    await start();
    await startOfDay();
    await call('POST', '/v1/plans', [{ at: noon + 100, text: 'moved' }]);
    await call('POST', '/v1/plans', [{ at: noon + 500, text: 'moved' }]);
    await call('POST', '/_sandbox/clock', { advanceSeconds: 200 });
    expect(await letterTexts()).toEqual([]);
    await call('POST', '/_sandbox/clock', { advanceSeconds: 300 });
    expect(await letterTexts()).toEqual(['moved']);
  });

  test('the app is told the new time, signed, before the advance answers', async () => {
    await start();
    const { json } = await call('POST', '/_sandbox/clock', { advanceDays: 30 });
    expect(json.app).toEqual({ ok: true });
    const told = app.received.at(-1);
    expect(told?.path).toBe('/api/sandbox/clock');
    expect(told?.headers['sandbox-signature']).toBe(
      createHmac('sha256', 'shared')
        .update(told?.body ?? '')
        .digest('hex'),
    );
    const { offsetSeconds, frozenAt } = JSON.parse(told?.body ?? '{}');
    expect([Math.round(offsetSeconds / 86_400), frozenAt]).toEqual([30, null]);
  });

  test('each webhook of a long advance reaches the app while the app’s clock shows its time', async () => {
    await start();
    await startOfDay();
    const day = 86_400;
    await call('POST', '/v1/plans', [
      { at: noon + day, text: 'renewal' },
      { at: noon + 2 * day, text: 'second renewal' },
    ]);
    app.received.length = 0;
    await call('POST', '/_sandbox/clock', { advanceDays: 3 });
    const story = app.received.map(({ path, body }) => {
      if (path !== '/api/sandbox/clock') return JSON.parse(body).letter.text;
      return `day ${Math.round((Date.now() / 1000 + JSON.parse(body).offsetSeconds - noon) / day)}`;
    });
    expect(story).toEqual(['day 1', 'renewal', 'day 2', 'second renewal', 'day 3']);
  });

  test('an app that is not there is reported and holds nothing up', async () => {
    await start({ appUrl: 'http://127.0.0.1:9' });
    const { status, json } = await call('POST', '/_sandbox/clock', { advanceDays: 1 });
    expect(status).toBe(200);
    expect((json.app as { ok: boolean }).ok).toBe(false);
  });

  test('a frozen clock stands still, moves only when told, and goes on from there', async () => {
    await start();
    await startOfDay();
    await call('POST', '/_sandbox/clock', { freeze: true });
    const { json: frozen } = await call('GET', '/_sandbox/clock');
    await call('POST', '/_sandbox/clock', { advanceSeconds: 60 });
    const { json: later } = await call('GET', '/_sandbox/clock');
    expect(Date.parse(later.now) - Date.parse(frozen.now)).toBe(60_000);
    expect(JSON.parse(app.received.at(-1)?.body ?? '{}').frozenAt).toBe(later.frozenAt);
    await call('POST', '/_sandbox/clock', { freeze: false });
    const { json: running } = await call('GET', '/_sandbox/clock');
    expect(running.frozenAt).toBeNull();
    expect(Date.parse(running.now)).toBeGreaterThanOrEqual(Date.parse(later.now));
  });

  test('a clock does not go back, and a wish that makes no sense is refused', async () => {
    await start();
    await startOfDay();
    expect((await call('POST', '/_sandbox/clock', { to: '2029-01-01T00:00:00Z' })).status).toBe(422);
    expect((await call('POST', '/_sandbox/clock', { sideways: 1 })).status).toBe(422);
  });

  test('what falls due in real time happens by itself', async () => {
    await start();
    const { json } = await call('GET', '/_sandbox/clock');
    await call('POST', '/v1/plans', [{ at: Math.floor(Date.parse(json.now) / 1000), text: 'now' }]);
    await app.until(1);
    expect(app.texts()).toEqual(['now']);
  });
});

describe('deliveries', () => {
  test('a webhook leaves after its request was answered, signed with the secret the app derives', async () => {
    await start();
    await write('hello');
    await idle();
    const [sent] = app.webhooks();
    const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(sent?.headers['letter-signature'])) ?? [];
    expect(sent?.path).toBe('/api/webhooks/stripe');
    expect(v1).toBe(createHmac('sha256', stripeWebhookSecret('shared')).update(`${t}.${sent?.body}`).digest('hex'));
  });

  test('a refused webhook is tried again later, rendered and signed anew', async () => {
    await start();
    app.answers.push(500);
    await write('before');
    await idle();
    const [waiting] = (await call('GET', '/_sandbox/deliveries')).json.data;
    expect(waiting).toMatchObject({ state: 'pending', attempts: [{ status: 500 }] });
    expect(Number(waiting?.nextAt) - Date.now()).toBeGreaterThan(3_500_000);

    await call('POST', '/v1/letters', { edit: 'letter_1', text: 'after' });
    await call('POST', '/_sandbox/deliveries/retry');
    await idle();
    const [first, second] = app.webhooks();
    expect(app.texts()).toEqual(['before', 'after']);
    expect(second?.headers['letter-signature']).not.toBe(first?.headers['letter-signature']);
    const [record] = (await call('GET', '/_sandbox/deliveries?event=evt_1')).json.data;
    expect(record).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 200, responseBody: '{"received":true}' }],
    });
  });

  test('when the schedule of retries is over the delivery has failed, and can be sent again by hand', async () => {
    await start();
    app.answers.push(500, 302, 404);
    await write('hello');
    for (let i = 0; i < 3; i += 1) {
      await idle();
      await call('POST', '/_sandbox/deliveries/retry');
    }
    await idle();
    const [failed] = (await call('GET', '/_sandbox/deliveries')).json.data;
    expect(failed).toMatchObject({
      state: 'failed',
      nextAt: null,
      attempts: [{ status: 500 }, { status: 302 }, { status: 404 }],
    });

    const { json } = await call('POST', '/_sandbox/events/evt_1/resend');
    expect(json.data[0]).toMatchObject({ state: 'delivered' });
    expect(app.webhooks()).toHaveLength(4);
    expect((await call('POST', '/_sandbox/events/evt_none/resend')).status).toBe(404);
  });

  test('a delivered event can be sent again', async () => {
    await start();
    await write('hello');
    await idle();
    await call('POST', '/_sandbox/events/evt_1/resend');
    expect(app.texts()).toEqual(['hello', 'hello']);
  });

  test('only the endpoints that are enabled and want the type get it', async () => {
    await start();
    const add = (more: object) =>
      call('POST', '/_sandbox/endpoints', { provider: 'stripe', url: `${app.url}/api/webhooks/other`, ...more });
    await add({ types: ['letter.lost'] });
    await add({ enabled: false });
    const { json } = await add({ types: ['letter.created'] });
    await write('hello');
    await idle();
    const endpoints = (await call('GET', '/_sandbox/deliveries')).json.data.map(({ endpointId }) => endpointId);
    expect(endpoints.sort()).toEqual(['we_sandbox_default', json.id].sort());
  });

  test('while webhooks are held none goes out; afterwards all do', async () => {
    await start();
    await call('POST', '/_sandbox/pause-deliveries', { on: true });
    await write('one');
    await write('two');
    await idle();
    expect(app.webhooks()).toHaveLength(0);
    await call('POST', '/_sandbox/pause-deliveries', { on: false });
    await idle();
    expect(app.texts().sort()).toEqual(['one', 'two']);
  });

  test('an endpoint that stays silent holds no other up', async () => {
    await start();
    const silent = await startApp();
    await silent.close();
    await call('POST', '/_sandbox/endpoints', { provider: 'stripe', url: `${silent.url}/api/webhooks/x` });
    await write('hello');
    await idle();
    expect(app.texts()).toEqual(['hello']);
    const states = (await call('GET', '/_sandbox/deliveries')).json.data.map(({ state }) => state);
    expect(states.sort()).toEqual(['delivered', 'pending']);
  });
});

describe('faults on webhooks', () => {
  test('duplicate: the same event comes twice', async () => {
    await start();
    await fault('duplicate');
    await write('hello');
    await idle();
    expect(app.webhooks().map(({ body }) => JSON.parse(body).id)).toEqual(['evt_1', 'evt_1']);
  });

  test('shuffle: many come in another order, and the same seed makes the same order', async () => {
    const orders: string[][] = [];
    for (let run = 0; run < 2; run += 1) {
      await start();
      await call('POST', '/_sandbox/pause-deliveries', { on: true });
      await fault('shuffle', { seed: 7 });
      for (let i = 0; i < 12; i += 1) await write(String(i));
      await call('POST', '/_sandbox/pause-deliveries', { on: false });
      await idle();
      orders.push((await call('GET', '/_sandbox/faults')).json.data.map(({ struck }) => String(struck)));
      expect(
        app
          .texts()
          .map(Number)
          .sort((a, b) => a - b),
      ).toEqual(Array.from({ length: 12 }, (_, i) => i));
      expect(app.texts()).not.toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
      app.received.length = 0;
      await sandbox.close();
    }
    expect(orders[0]).toEqual(orders[1]);
    await start();
  });

  test('drop: it never comes, is shown as failed, and can still be sent by hand', async () => {
    await start();
    await fault('drop', { times: 1 });
    await write('lost');
    await write('kept');
    await idle();
    expect(app.texts()).toEqual(['kept']);
    const [record] = (await call('GET', '/_sandbox/deliveries?event=evt_1')).json.data;
    expect(record).toMatchObject({ state: 'failed', attempts: [] });
    await call('POST', '/_sandbox/events/evt_1/resend');
    expect(app.texts()).toEqual(['kept', 'lost']);
  });

  test('delay: it waits, and only the ordered events do', async () => {
    await start();
    await fault('delay', { seconds: 600, match: 'created$', times: 1 });
    await write('late');
    await write('prompt');
    await idle();
    expect(app.texts()).toEqual(['prompt']);
    await call('POST', '/_sandbox/deliveries/retry');
    await idle();
    expect(app.texts()).toEqual(['prompt', 'late']);
  });

  test('wrong signature: the secret does not fit', async () => {
    await start();
    await fault('wrong_signature');
    await write('hello');
    await idle();
    const [sent] = app.webhooks();
    const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(sent?.headers['letter-signature'])) ?? [];
    expect(v1).toHaveLength(64);
    expect(v1).not.toBe(createHmac('sha256', stripeWebhookSecret('shared')).update(`${t}.${sent?.body}`).digest('hex'));
  });

  test('endpoint down: nothing arrives, and it comes once the endpoint is up again', async () => {
    await start();
    await fault('endpoint_down');
    await write('hello');
    await idle();
    expect(app.webhooks()).toHaveLength(0);
    await call('DELETE', '/_sandbox/faults');
    await call('POST', '/_sandbox/deliveries/retry');
    await idle();
    expect(app.texts()).toEqual(['hello']);
  });
});

describe('faults on the API', () => {
  test('timeout after the effect: the caller sees a broken connection, the letter is there and its webhook comes', async () => {
    await start();
    await fault('timeout_after_effect', { times: 1 });
    await expect(write('hello')).rejects.toThrow();
    await idle();
    expect(await letterTexts()).toEqual(['hello']);
    expect(app.texts()).toEqual(['hello']);
    const { data } = (await call('GET', '/_sandbox/requests?provider=stripe')).json;
    expect(data[0]).toMatchObject({ method: 'POST', path: '/v1/letters', status: null, fault: 'timeout_after_effect' });
  });

  test('timeout before: the caller sees the same, and nothing was done', async () => {
    await start();
    await fault('timeout_before', { times: 1 });
    await expect(write('hello')).rejects.toThrow();
    expect(await letterTexts()).toEqual([]);
  });

  test('a silent server lets the caller run into its own time limit', async () => {
    await start();
    await fault('timeout_after_effect', { hang: true, times: 1 });
    const limited = fetch(`${sandbox.url}/v1/letters`, {
      method: 'POST',
      body: '{"text":"hello"}',
      signal: AbortSignal.timeout(200),
    });
    await expect(limited).rejects.toThrow(/aborted|timeout/i);
    await idle();
    expect(app.texts()).toEqual(['hello']);
  });

  test('429 and 500 come in the provider’s own words, as often as ordered and only where ordered', async () => {
    await start();
    await fault('429', { times: 1, match: '^POST /v1/letters' });
    await fault('500', { times: 1, match: '^POST /v1/letters' });
    expect(await letterTexts()).toEqual([]);
    const [first, second, third] = [await write('a'), await write('b'), await write('c')];
    expect([first.status, second.status, third.status]).toEqual([429, 500, 201]);
    expect(first.json.error).toMatchObject({ code: 'rate_limit' });
    expect(second.json.error).toMatchObject({ type: 'api_error' });
    expect(await letterTexts()).toEqual(['c']);
  });

  test('the same seed strikes the same requests', async () => {
    const runs: number[][] = [];
    for (let run = 0; run < 2; run += 1) {
      await start();
      await fault('500', { probability: 0.5, seed: 42 });
      const statuses: number[] = [];
      for (let i = 0; i < 20; i += 1) statuses.push((await write(String(i))).status);
      runs.push(statuses);
      await sandbox.close();
    }
    expect(new Set(runs[0])).toEqual(new Set([201, 500]));
    expect(runs[1]).toEqual(runs[0]);
    await start();
  });

  test('an unknown fault and an impossible probability are refused', async () => {
    await start();
    expect((await fault('gremlins')).status).toBe(422);
    expect((await fault('500', { probability: 2 })).status).toBe(422);
    expect((await fault('500', { match: '(' })).status).toBe(422);
    expect((await call('GET', '/_sandbox/faults')).json.data).toEqual([]);
  });
});

describe('memory', () => {
  test('a restart keeps objects, time, endpoints, faults and mail, and sends what was waiting', async () => {
    const dataDir = folder();
    await start({ dataDir });
    await call('POST', '/_sandbox/clock', { advanceDays: 10 });
    await call('POST', '/_sandbox/endpoints', { provider: 'dodo', url: `${app.url}/api/webhooks/second` });
    await fault('500', { match: 'never', seed: 3 });
    await call('POST', '/_sandbox/pause-deliveries', { on: true });
    await write('kept');
    await call('POST', '/v1/plans', [{ at: Math.floor(Date.now() / 1000) + 20 * 86_400, text: 'planned' }]);
    await sandbox.close();

    await start({ dataDir });
    expect(await letterTexts()).toEqual(['kept']);
    const { json: clock } = await call('GET', '/_sandbox/clock');
    expect(Math.round(Number(clock.offsetSeconds) / 86_400)).toBe(10);
    expect((await call('GET', '/_sandbox/endpoints')).json.data).toHaveLength(3);
    expect((await call('GET', '/_sandbox/faults')).json.data).toMatchObject([{ kind: '500', match: 'never', seed: 3 }]);
    await idle();
    expect(app.webhooks()).toHaveLength(0);
    await call('POST', '/_sandbox/pause-deliveries', { on: false });
    await idle();
    expect(app.texts()).toEqual(['kept']);
    await call('POST', '/_sandbox/clock', { advanceDays: 11 });
    expect(await letterTexts()).toEqual(['kept', 'planned']);
  });

  test('kill -9 loses nothing that was answered, and a half-written line does no harm', async () => {
    const dataDir = folder();
    const first = await startChild(dataDir);
    for (let i = 0; i < 20; i += 1) await call('POST', '/v1/letters', { text: String(i) }, first.url);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    appendFileSync(join(dataDir, 'journal.jsonl'), '["p","stripe.letters","letter_half');

    const second = await startChild(dataDir);
    expect(await letterTexts(second.url)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    await call('POST', '/v1/letters', { text: 'after the crash' }, second.url);
    second.child.kill('SIGKILL');
    await once(second.child, 'exit');

    await start({ dataDir });
    expect((await letterTexts()).at(-1)).toBe('after the crash');
  });

  test('a webhook that was waiting when the process was killed is sent by the next one', async () => {
    const dataDir = folder();
    const { child, url } = await startChild(dataDir);
    await call('POST', '/_sandbox/pause-deliveries', { on: true }, url);
    await call('POST', '/v1/letters', { text: 'waiting' }, url);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start({ dataDir });
    await call('POST', '/_sandbox/pause-deliveries', { on: false });
    await idle();
    expect(app.texts()).toEqual(['waiting']);
  });

  test('a second sandbox on the same data is refused while the first runs', async () => {
    const dataDir = folder();
    await start({ dataDir });
    await expect(startSandbox({ dataDir, providers: [letters] })).rejects.toThrow(/already runs/);
  });

  test('reset empties everything and leaves a world that works', async () => {
    await start({ dataDir: folder() });
    await write('old');
    await fault('drop');
    await call('POST', '/_sandbox/clock', { advanceDays: 10 });
    await call('POST', '/_sandbox/reset');
    expect(await letterTexts()).toEqual([]);
    expect((await call('GET', '/_sandbox/faults')).json.data).toEqual([]);
    expect((await call('GET', '/_sandbox/deliveries')).json.data).toEqual([]);
    const { json: clock } = await call('GET', '/_sandbox/clock');
    expect(clock.offsetSeconds).toBe(0);
    app.received.length = 0;
    await write('new');
    await idle();
    expect(app.texts()).toEqual(['new']);
  });
});

async function startChild(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'kernel-child.ts'), dataDir, app.url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  running.push(child);
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).trim() };
}

describe('the door', () => {
  test('pages of other sites may neither read under their own name nor post', async () => {
    await start();
    const post = (origin: string) => fetch(`${sandbox.url}/_sandbox/reset`, { method: 'POST', headers: { origin } });
    expect((await post('https://evil.example')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect((await post(app.url)).status).toBe(200);
  });

  test('every page of the control panel opens, and a story can be started from it', async () => {
    await start();
    await write('hello');
    await idle();
    await fault('slow', { match: 'never' });
    for (const path of [
      '/',
      '/objects',
      '/objects?q=hel',
      '/objects/stripe.letters',
      '/objects/stripe.letters/letter_1',
      '/events',
      '/events/evt_1',
      '/endpoints',
      '/faults',
      '/requests',
      '/requests/1',
      '/mail',
    ]) {
      const page = await fetch(sandbox.url + path);
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=UTF-8']);
    }
    const story = await fetch(`${sandbox.url}/panel/stories/0`, { method: 'POST' });
    expect(await story.text()).toContain('It says: hello');
    const advanced = await fetch(`${sandbox.url}/panel/clock`, {
      method: 'POST',
      body: new URLSearchParams({ move: 'month' }),
    });
    expect(await advanced.text()).toContain('Nothing was due');
  });

  test('what people typed is shown as text, never as markup', async () => {
    await start();
    await write('<script>alert(1)</script>');
    for (const path of ['/objects/stripe.letters/letter_1', '/objects?q=%3Cscript%3Ealert', '/events/evt_1']) {
      const html = await (await fetch(sandbox.url + path)).text();
      expect(html).toContain('&lt;script&gt;alert');
      expect(html).not.toContain('<script>alert');
    }
  });
});
