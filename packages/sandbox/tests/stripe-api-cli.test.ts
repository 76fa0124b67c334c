import { createHash } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader, PING, PONG, TEXT } from '../src/stripe/cli/frames';
import { openStripeWorld, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
// Also checks that an open listener doesn't keep the sandbox from closing.
afterAll(() => stripe.close());

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** Requests a WebSocket like the CLI; returns the response. */
function connect(session: string, path = '/subscribe/acct_1TollgateSandbox?websocket_feature=webhooks') {
  return new Promise<{ answer: IncomingMessage; socket?: Duplex }>((resolve, reject) => {
    const upgrade = request(stripe.url + path, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': KEY,
        'sec-websocket-version': '13',
        'sec-websocket-protocol': 'stripecli-devproxy-v1',
        'websocket-id': session,
      },
    });
    upgrade.on('upgrade', (answer, socket) => resolve({ answer, socket }));
    upgrade.on('response', (answer) => resolve({ answer }));
    upgrade.on('error', reject);
    upgrade.end();
  });
}

/** A client's frame, which must be masked. */
function masked(opcode: number, text: string, last = true): Buffer {
  const payload = Buffer.from(text);
  const mask = Buffer.from([1, 2, 3, 4]);
  const head =
    payload.length < 126
      ? Buffer.from([(last ? 0x80 : 0) | opcode, 0x80 | payload.length])
      : Buffer.from([(last ? 0x80 : 0) | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, mask, payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}

const openSession = () =>
  stripe.raw(
    'POST',
    '/v1/stripecli/sessions',
    'device_name=laptop&websocket_features[]=webhooks&forward_to_url=http://x',
  );

describe('stripe listen', () => {
  test('opens a session, receives every event signed with its secret, and can respond', async () => {
    const { json } = await openSession();
    expect(json).toMatchObject({ secret: stripe.webhookSecret, websocket_authorized_feature: 'webhooks' });
    expect(json.websocket_url).toBe(`${stripe.url.replace('http', 'ws')}/subscribe/acct_1TollgateSandbox`);
    const { answer, socket } = await connect(json.websocket_id);
    expect(answer.statusCode).toBe(101);
    expect(answer.headers).toMatchObject({
      'sec-websocket-accept': createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64'),
      'sec-websocket-protocol': 'stripecli-devproxy-v1',
    });
    const reader = new FrameReader();
    const frames: { opcode: number; payload: Buffer }[] = [];
    socket?.on('data', (chunk: Buffer) => frames.push(...reader.read(chunk)));

    const { id } = await stripe.client.products.create({
      name: 'Pro',
      description: 'long '.repeat(20_000).slice(0, 40_000),
    });
    await expect.poll(() => frames.length).toBe(1);
    const message = JSON.parse(frames[0]?.payload.toString() ?? '');
    expect(message).toMatchObject({ type: 'webhook_event', endpoint: { api_version: null } });
    const event = stripe.client.webhooks.constructEvent(
      message.event_payload,
      message.http_headers['Stripe-Signature'],
      json.secret,
    );
    expect(event).toMatchObject({ type: 'product.created', data: { object: { id } } });

    socket?.write(masked(PING, 'still there?'));
    await expect.poll(() => frames.length).toBe(2);
    expect(frames[1]).toEqual({ opcode: PONG, payload: Buffer.from('still there?') });

    await stripe.raw('POST', `/v1/events/${event.id}/retry`, 'for_stripecli=true');
    await expect.poll(() => frames.length).toBe(3);
    expect(JSON.parse(frames[2]?.payload.toString() ?? '').event_payload).toBe(message.event_payload);
  });

  test('can’t connect without a session', async () => {
    await openSession();
    expect((await connect('cliws_made_up')).answer.statusCode).toBe(404);
    const { json } = await openSession();
    expect((await connect(json.websocket_id, '/somewhere')).answer.statusCode).toBe(404);
  });
});

describe('frames', () => {
  test('are reassembled from chunks of any size, masked or not, fragmented or not', () => {
    const long = 'ä'.repeat(1000);
    const bytes = Buffer.concat([
      masked(TEXT, 'hel', false),
      masked(PING, 'now'),
      masked(0, 'lo'),
      masked(TEXT, long),
      encodeFrame(TEXT, Buffer.from('x'.repeat(70_000))),
    ]);
    for (const size of [1, 7, 1000, bytes.length]) {
      const reader = new FrameReader();
      const found: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        for (const frame of reader.read(bytes.subarray(at, at + size))) found.push(frame.payload.toString());
      }
      expect(found).toEqual(['now', 'hello', long, 'x'.repeat(70_000)]);
    }
  });
});

describe('the private page requests of stripe trigger', () => {
  test('complete a Checkout Session without a browser, for the expected amount', async () => {
    const price = await stripe.client.prices.create({
      currency: 'usd',
      unit_amount: 1500,
      product_data: { name: 'P' },
    });
    const session = await stripe.client.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price: price.id, quantity: 2 }],
      success_url: 'https://app.test/ok',
    });
    const page = `/v1/payment_pages/${session.id}`;
    expect((await stripe.raw('GET', page)).json).toMatchObject({
      session_id: session.id,
      total_summary: { due: 3000 },
    });
    const method = await stripe.client.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_visa' },
      billing_details: { email: 'ada@example.com', name: 'Ada' },
    });
    const confirm = (amount: number) =>
      stripe.raw('POST', `${page}/confirm`, `payment_method=${method.id}&expected_amount=${amount}`);
    expect((await confirm(1)).json.error.param).toBe('expected_amount');
    expect((await confirm(3000)).json).toMatchObject({ status: 'complete' });
    expect((await stripe.client.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
    expect((await confirm(3000)).status).toBe(400);
  });
});
