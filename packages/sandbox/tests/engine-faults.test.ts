import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { stripeWebhookSecret } from '../src/config';
import { engine } from './engine-fixture';

const k = engine();

describe('faults on webhooks', () => {
  test('duplicate: the same event arrives twice', async () => {
    await k.start();
    await k.fault('duplicate');
    await k.write('hello');
    await k.idle();
    expect(k.app.webhooks().map(({ body }) => JSON.parse(body).id)).toEqual(['evt_1', 'evt_1']);
  });

  test('shuffle: events arrive out of order, and the same seed gives the same order', async () => {
    const orders: string[][] = [];
    const written = Array.from({ length: 12 }, (_, i) => String(i));
    for (let run = 0; run < 2; run += 1) {
      await k.start();
      await k.call('POST', '/_sandbox/pause-deliveries', { on: true });
      await k.fault('shuffle', { seed: 7 });
      for (const text of written) await k.write(text);
      await k.call('POST', '/_sandbox/pause-deliveries', { on: false });
      await k.idle();
      orders.push(k.app.texts().slice(run * 12));
    }
    expect(orders[0]?.toSorted((a, b) => Number(a) - Number(b))).toEqual(written);
    expect(orders[0]).not.toEqual(written);
    expect(orders[1]).toEqual(orders[0]);
  });

  test('drop: the event never arrives, is shown as failed, and can still be sent manually', async () => {
    await k.start();
    await k.fault('drop', { times: 1 });
    await k.write('lost');
    await k.write('kept');
    await k.idle();
    expect(k.app.texts()).toEqual(['kept']);
    const [record] = (await k.call('GET', '/_sandbox/deliveries?event=evt_1')).json.data;
    expect(record).toMatchObject({ state: 'failed', attempts: [] });
    await k.call('POST', '/_sandbox/events/evt_1/resend');
    expect(k.app.texts()).toEqual(['kept', 'lost']);
  });

  test('delay: only matching events are delayed', async () => {
    await k.start();
    await k.fault('delay', { seconds: 600, match: 'created$', times: 1 });
    await k.write('late');
    await k.write('prompt');
    await k.idle();
    expect(k.app.texts()).toEqual(['prompt']);
    await k.call('POST', '/_sandbox/deliveries/retry');
    await k.idle();
    expect(k.app.texts()).toEqual(['prompt', 'late']);
  });

  test('wrong signature: the secret doesn’t match', async () => {
    await k.start();
    await k.fault('wrong_signature');
    await k.write('hello');
    await k.idle();
    const [sent] = k.app.webhooks();
    const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(sent?.headers['letter-signature'])) ?? [];
    expect(v1).toHaveLength(64);
    expect(v1).not.toBe(createHmac('sha256', stripeWebhookSecret('shared')).update(`${t}.${sent?.body}`).digest('hex'));
  });

  test('endpoint down: nothing arrives until the endpoint is up again', async () => {
    await k.start();
    await k.fault('endpoint_down');
    await k.write('hello');
    await k.idle();
    expect(k.app.webhooks()).toHaveLength(0);
    await k.call('DELETE', '/_sandbox/faults');
    await k.call('POST', '/_sandbox/deliveries/retry');
    await k.idle();
    expect(k.app.texts()).toEqual(['hello']);
  });
});

describe('faults on the API', () => {
  test('timeout after the effect: the client sees a closed connection, the letter exists and its webhook arrives', async () => {
    await k.start();
    await k.fault('timeout_after_effect', { times: 1 });
    await expect(k.write('hello')).rejects.toThrow();
    await k.idle();
    expect(await k.texts()).toEqual(['hello']);
    expect(k.app.texts()).toEqual(['hello']);
    const { data } = (await k.call('GET', '/_sandbox/requests?provider=stripe')).json;
    expect(data[0]).toMatchObject({ method: 'POST', path: '/v1/letters', status: null, fault: 'timeout_after_effect' });
  });

  test('timeout before: the client sees the same, without effect', async () => {
    await k.start();
    await k.fault('timeout_before', { times: 1 });
    await expect(k.write('hello')).rejects.toThrow();
    expect(await k.texts()).toEqual([]);
  });

  test('an unresponsive server lets the client’s own timeout expire', async () => {
    await k.start();
    await k.fault('timeout_after_effect', { hang: true, times: 1 });
    const limited = fetch(`${k.sandbox.url}/v1/letters`, {
      method: 'POST',
      body: '{"text":"hello"}',
      signal: AbortSignal.timeout(200),
    });
    await expect(limited).rejects.toThrow(/aborted|timeout/i);
    await k.idle();
    expect(k.app.texts()).toEqual(['hello']);
  });

  test('429 and 500 have the provider’s own messages, and only occur as often and where configured', async () => {
    await k.start();
    await k.fault('429', { times: 1, match: '^POST /v1/letters' });
    await k.fault('500', { times: 1, match: '^POST /v1/letters' });
    expect(await k.texts()).toEqual([]);
    const [first, second, third] = [await k.write('a'), await k.write('b'), await k.write('c')];
    expect([first.status, second.status, third.status]).toEqual([429, 500, 201]);
    expect(first.json.error).toMatchObject({ code: 'rate_limit' });
    expect(second.json.error).toMatchObject({ type: 'api_error' });
    expect(await k.texts()).toEqual(['c']);
  });

  test('a key without permission, an outage of two hours, and Retry-After', async () => {
    await k.start();
    await k.fault('403', { match: '^POST /v1/letters' });
    expect(await k.write('a')).toMatchObject({ status: 403, json: { error: { type: 'invalid_request_error' } } });
    await k.call('DELETE', '/_sandbox/faults');
    await k.fault('401', {});
    expect((await k.call('GET', '/v1/letters')).status).toBe(401);
    await k.call('DELETE', '/_sandbox/faults');
    await k.fault('503', { for: 7200, retryAfter: 30 });
    const down = await fetch(`${k.sandbox.url}/v1/letters`);
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, '30']);
    await k.call('POST', '/_sandbox/clock', { advanceSeconds: 7200 });
    expect((await k.write('b')).status).toBe(201);
  });

  test('the same seed affects the same requests', async () => {
    const runs: number[][] = [];
    for (let run = 0; run < 2; run += 1) {
      await k.start();
      await k.fault('500', { probability: 0.5, seed: 42 });
      const statuses: number[] = [];
      for (let i = 0; i < 20; i += 1) statuses.push((await k.write(String(i))).status);
      runs.push(statuses);
    }
    expect(new Set(runs[0])).toEqual(new Set([201, 500]));
    expect(runs[1]).toEqual(runs[0]);
  });

  test('an unknown fault and an invalid probability are rejected', async () => {
    await k.start();
    expect((await k.fault('gremlins')).status).toBe(422);
    expect((await k.fault('500', { probability: 2 })).status).toBe(422);
    expect((await k.fault('500', { match: '(' })).status).toBe(422);
    expect((await k.call('GET', '/_sandbox/faults')).json.data).toEqual([]);
  });
});
