import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { stripeWebhookSecret } from '../src/config';
import { startApp } from './engine-app';
import { engine } from './engine-fixture';

const k = engine();

describe('deliveries', () => {
  test('a webhook is only sent after the response to its request', async () => {
    await k.start();
    await k.call('POST', '/v1/letters', { text: 'hello', ring: `${k.app.url}/ring` });
    await k.idle();
    expect(k.app.received.map(({ path }) => path)).toEqual(['/ring', '/ring', '/ring', '/api/webhooks/stripe']);
  });

  test('a webhook is signed with the secret the app derives', async () => {
    await k.start();
    await k.write('hello');
    await k.idle();
    const [sent] = k.app.webhooks();
    const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(sent?.headers['letter-signature'])) ?? [];
    expect(sent?.path).toBe('/api/webhooks/stripe');
    expect(v1).toBe(createHmac('sha256', stripeWebhookSecret('shared')).update(`${t}.${sent?.body}`).digest('hex'));
  });

  test('a rejected webhook is retried later, with a new body and signature', async () => {
    await k.start();
    k.app.answers.push(500);
    await k.write('before');
    await k.idle();
    const [waiting] = (await k.call('GET', '/_sandbox/deliveries')).json.data;
    expect(waiting).toMatchObject({ state: 'pending', attempts: [{ status: 500 }] });
    expect(Number(waiting?.nextAt) - Date.now()).toBeGreaterThan(3_500_000);

    await k.call('POST', '/v1/letters', { edit: 'letter_1', text: 'after' });
    await k.call('POST', '/_sandbox/deliveries/retry');
    await k.idle();
    const [first, second] = k.app.webhooks();
    expect(k.app.texts()).toEqual(['before', 'after']);
    expect(second?.headers['letter-signature']).not.toBe(first?.headers['letter-signature']);
    const [record] = (await k.call('GET', '/_sandbox/deliveries?event=evt_1')).json.data;
    expect(record).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 200, responseBody: '{"received":true}' }],
    });
  });

  test('after the last retry the delivery has failed, and can be resent manually', async () => {
    await k.start();
    k.app.answers.push(500, 302, 404);
    await k.write('hello');
    for (let i = 0; i < 3; i += 1) {
      await k.idle();
      await k.call('POST', '/_sandbox/deliveries/retry');
    }
    await k.idle();
    const [failed] = (await k.call('GET', '/_sandbox/deliveries')).json.data;
    expect(failed).toMatchObject({
      state: 'failed',
      nextAt: null,
      attempts: [{ status: 500 }, { status: 302 }, { status: 404 }],
    });

    const { json } = await k.call('POST', '/_sandbox/events/evt_1/resend');
    expect(json.data[0]).toMatchObject({ state: 'delivered' });
    expect(k.app.webhooks()).toHaveLength(4);
    expect((await k.call('POST', '/_sandbox/events/evt_none/resend')).status).toBe(404);
  });

  test('resending a webhook that waits for its retry doesn’t stop the retries', async () => {
    await k.start();
    k.app.answers.push(500, 500);
    await k.write('hello');
    await k.idle();
    const { json } = await k.call('POST', '/_sandbox/events/evt_1/resend');
    expect(json.data[0]).toMatchObject({ state: 'pending', attempts: [{ status: 500 }, { status: 500 }] });
    await k.call('POST', '/_sandbox/deliveries/retry');
    await k.idle();
    expect((await k.deliveries())[0]).toMatchObject({ state: 'delivered' });
  });

  test('a disabled endpoint gets no more retries', async () => {
    await k.start();
    k.app.answers.push(500);
    await k.write('hello');
    await k.idle();
    await k.call('POST', '/_sandbox/endpoints/we_sandbox_default', { enabled: false });
    await k.call('POST', '/_sandbox/deliveries/retry');
    await k.idle();
    expect((await k.deliveries())[0]).toMatchObject({
      state: 'failed',
      attempts: [{ status: 500 }, { error: 'The endpoint is disabled.' }],
    });
    expect(k.app.webhooks()).toHaveLength(1);
  });

  test('a delivered event can be resent', async () => {
    await k.start();
    await k.write('hello');
    await k.idle();
    await k.call('POST', '/_sandbox/events/evt_1/resend');
    expect(k.app.texts()).toEqual(['hello', 'hello']);
  });

  test('only enabled endpoints that subscribe to the type receive it', async () => {
    await k.start();
    const add = (more: object) =>
      k.call('POST', '/_sandbox/endpoints', { provider: 'stripe', url: `${k.app.url}/api/webhooks/other`, ...more });
    await add({ types: ['letter.lost'] });
    await add({ enabled: false });
    const { json } = await add({ types: ['letter.created'] });
    await k.write('hello');
    await k.idle();
    const endpoints = (await k.call('GET', '/_sandbox/deliveries')).json.data.map(({ endpointId }) => endpointId);
    expect(endpoints.sort()).toEqual(['we_sandbox_default', json.id].sort());
  });

  test('held webhooks are sent after the release', async () => {
    await k.start();
    await k.call('POST', '/_sandbox/pause-deliveries', { on: true });
    await k.write('one');
    await k.write('two');
    await k.idle();
    expect(k.app.webhooks()).toHaveLength(0);
    await k.call('POST', '/_sandbox/pause-deliveries', { on: false });
    await k.idle();
    expect(k.app.texts().sort()).toEqual(['one', 'two']);
  });

  test('an unresponsive endpoint doesn’t block the others', async () => {
    await k.start();
    const silent = await startApp();
    await silent.close();
    await k.call('POST', '/_sandbox/endpoints', { provider: 'stripe', url: `${silent.url}/api/webhooks/x` });
    await k.write('hello');
    await k.idle();
    expect(k.app.texts()).toEqual(['hello']);
    const states = (await k.call('GET', '/_sandbox/deliveries')).json.data.map(({ state }) => state);
    expect(states.sort()).toEqual(['delivered', 'pending']);
  });
});
