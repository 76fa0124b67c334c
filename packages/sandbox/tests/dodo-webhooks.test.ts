import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EVENT_TYPES } from '../src/dodo/lists/event-types';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';
import { resources, sdkKeys } from './sdk-keys';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.delivered.length = 0;
  products = await makeCatalog(world.client);
});

const idle = () => world.world.deliveries.idle();

test('the SDK and Standard Webhooks accept every signature, and reject a changed byte', async () => {
  await buy(world, products.pro);
  await idle();
  expect(world.delivered.length).toBeGreaterThan(3);
  for (const { body, headers, type } of world.delivered) {
    expect(world.client.webhooks.unwrap(body, { headers }).type).toBe(type);
    expect(new Webhook(world.webhookKey).verify(body, headers)).toMatchObject({ type });
    expect(headers['webhook-id']).toMatch(/^msg_/);
    expect(() => world.client.webhooks.unwrap(`${body} `, { headers })).toThrow('No matching signature');
  }
  expect(new Set(world.delivered.map(({ headers }) => headers['webhook-id'])).size).toBe(world.delivered.length);
});

test('a payload has its type and every field of the object', async () => {
  const bought = await buy(world, products.pro);
  await idle();
  const [payment] = world.delivered.filter(({ type }) => type === 'payment.succeeded');
  const envelope = JSON.parse(payment?.body ?? '{}') as object;
  expect(Object.keys(envelope).sort()).toEqual(['business_id', 'data', 'timestamp', 'type']);
  const { payload_type, ...data } = payment?.data ?? { payload_type: '' };
  expect(payload_type).toBe('Payment');
  expect(data).toEqual(await world.client.payments.retrieve(bought.payment_id));
  const [active] = world.delivered.filter(({ type }) => type === 'subscription.active');
  expect(Object.keys(active?.data ?? {}).sort()).toEqual(
    [...sdkKeys('subscriptions', 'Subscription'), 'past_due_ends_at', 'payload_type'].sort(),
  );
});

test('the body is the object at delivery, so a late "active" contains a canceled subscription', async () => {
  world.world.deliveries.pause(true);
  const { subscriptionId } = await buy(world, products.pro);
  await world.client.subscriptions.update(subscriptionId, { status: 'cancelled' });
  world.world.deliveries.pause(false);
  await idle();
  const [active] = world.delivered.filter(({ type }) => type === 'subscription.active');
  expect(active?.data).toMatchObject({ subscription_id: subscriptionId, status: 'cancelled' });
});

test('a failed delivery is retried with the same id and a new signature', async () => {
  await world.control('faults', { provider: 'dodo', kind: 'endpoint_down', times: 1, match: 'payment' });
  await buy(world, products.lifetime);
  await idle();
  expect(world.delivered).toEqual([]);
  const [waiting] = world.world.deliveries.list({ provider: 'dodo' });
  expect(waiting).toMatchObject({ state: 'pending', tries: 1 });
  world.world.deliveries.retryNow();
  await idle();
  expect(world.delivered[0]?.headers['webhook-id']).toBe(waiting?.eventId);
  expect(
    world.client.webhooks.unwrap(world.delivered[0]?.body ?? '', { headers: world.delivered[0]?.headers ?? {} }).type,
  ).toBe('payment.succeeded');
});

test('there are eight delivery attempts, the first immediately and the last after 27.5 hours', async () => {
  const { dodoDelivery } = await import('../src/dodo/webhooks/sender');
  const { dodoOf } = await import('../src/dodo/app');
  const { retryAfterSeconds, timeoutMs } = dodoDelivery(dodoOf(world.world));
  expect(retryAfterSeconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000]);
  expect(timeoutMs).toBe(15_000);
});

test('endpoints are managed through the API: filters, pausing, headers, the secret', async () => {
  const { client } = world;
  const url = `${world.world.config.appUrl}/api/webhooks/dodo`;
  for (const row of (await client.webhooks.list()).data) await client.webhooks.delete(row.id);
  const made = await client.webhooks.create({
    url,
    filter_types: ['payment.succeeded'],
    headers: { 'x-from': 'dodo' },
    metadata: { a: 'b' },
  });
  expect(Object.keys(made).sort()).toEqual(sdkKeys('webhooks/webhooks', 'WebhookDetails'));
  const { secret } = await client.webhooks.retrieveSecret(made.id);
  await buy(world, products.pro);
  await idle();
  expect(world.delivered.map(({ type }) => type)).toEqual(['payment.succeeded']);
  const [first] = world.delivered;
  expect(first?.headers['x-from']).toBe('dodo');
  expect(client.webhooks.unwrap(first?.body ?? '', { headers: first?.headers ?? {}, key: secret }).type).toBe(
    'payment.succeeded',
  );

  expect(await client.webhooks.headers.retrieve(made.id)).toEqual({ headers: { 'x-from': 'dodo' }, sensitive: [] });
  await client.webhooks.headers.update(made.id, { headers: {} });
  expect(await client.webhooks.update(made.id, { disabled: true, description: 'off' })).toMatchObject({
    disabled: true,
    description: 'off',
    filter_types: ['payment.succeeded'],
  });
  await buy(world, products.pro);
  await idle();
  expect(world.delivered).toHaveLength(1);
  await expect(client.webhooks.retrieve('whk_none')).rejects.toMatchObject({ status: 404 });
});

test('the list of endpoints ends: its last page has no iterator', async () => {
  const { client } = world;
  for (let i = 0; i < 4; i += 1) await client.webhooks.create({ url: `http://127.0.0.1:1/${i}`, disabled: true });
  const urls: string[] = [];
  for await (const row of client.webhooks.list({ limit: 2 })) urls.push(row.url);
  expect(urls).toHaveLength(5);
});

test('for a day after a rotation both secrets sign', async () => {
  const { data } = await world.client.webhooks.list();
  const { secret } = await world.control<{ secret: string }>(`dodo/webhooks/${data[0]?.id}/rotate`);
  await buy(world, products.lifetime);
  await idle();
  const { body, headers } = world.delivered[0] ?? { body: '', headers: {} as Record<string, string> };
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
  expect(world.client.webhooks.unwrap(body, { headers }).type).toBe('payment.succeeded');
});

test('all 48 event types of the SDK can be sent', async () => {
  const source = readFileSync(join(resources, 'webhook-events.d.ts'), 'utf8');
  const declared = /type WebhookEventType = ([^;]*);/.exec(source)?.[1] ?? '';
  expect([...EVENT_TYPES].sort()).toEqual([...declared.matchAll(/'([\w.]+)'/g)].map((match) => match[1]).sort());
  expect(EVENT_TYPES).toHaveLength(48);
  await world.control('dodo/events', { type: 'credit.added', object_id: 'x', data: { id: 'x', customer_id: 'cus_1' } });
  await idle();
  expect(world.delivered[0]).toMatchObject({
    type: 'credit.added',
    data: { payload_type: 'CreditLedgerEntry', customer_id: 'cus_1' },
  });
});
