import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { readEnvironment } from '@/lib/env/read';
import { buys } from '../fixtures/stage';
import { beginStory, type Story } from '../fixtures/story';
import { startWorld, type TestWorld } from '../fixtures/world';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

let world: TestWorld;
let story: Story;
let received: { headers: Record<string, string>; body: string }[] = [];
let answer = 200;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    received.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  Object.assign(process.env, {
    EFFECTS_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    EFFECTS_WEBHOOK_SECRET: secret,
  });
  world = await startWorld();
});
beforeEach(async () => {
  story = await beginStory(world);
  received = [];
  answer = 200;
});
afterEach(() => world.calm());
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const waiting = () => db().effectRun.count({ where: { status: 'waiting' } });
/** Skips the pause before the next attempt, which is real time. */
async function later(): Promise<void> {
  await db().effectRun.updateMany({ data: { nextAttemptAt: new Date(0) } });
  await world.quiet();
}

test('a webhook of yours receives a purchase, signed, under one id until it accepts it', async () => {
  answer = 500;
  await buys(story, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  await world.quiet();
  expect(await waiting()).toBe(2);
  expect((await db().effectRun.findFirstOrThrow()).error).toMatch(/^127\.0\.0\.1:\d+ answered 500$/);
  answer = 302;
  await later();
  expect(await waiting()).toBe(2);
  answer = 200;
  await later();
  expect(await waiting()).toBe(0);
  await later();

  expect(received).toHaveLength(6);
  const ids = received.map(({ headers }) => headers['webhook-id'] ?? '');
  expect(new Set(ids).size).toBe(2);
  expect(ids.join('')).not.toContain('.');
  const bodies = received.map(({ headers, body }) => new Webhook(secret).verify(body, headers));
  const customer = { id: story.user.id, email: story.user.email, name: 'Ada Customer' };
  for (const [type, said] of [
    ['payment.succeeded', { amount: 1000, currency: 'USD', sku: 'credits' }],
    ['credits.granted', { credits: 100, sku: 'credits' }],
  ] as const) {
    const data = expect.objectContaining({ ...said, mode: 'sandbox', customer });
    expect(bodies).toContainEqual({ type, timestamp: expect.any(String), data });
  }
  const [first] = received;
  expect(() => new Webhook(secret).verify(`${first?.body} `, first?.headers ?? {})).toThrow();
});

test.each([
  [{ EFFECTS_WEBHOOK_SECRET: '' }, 'EFFECTS_WEBHOOK_SECRET is missing'],
  [{ EFFECTS_WEBHOOK_URL: '' }, 'EFFECTS_WEBHOOK_URL is missing'],
  [{ EFFECTS_WEBHOOK_SECRET: 'whsec_short' }, 'EFFECTS_WEBHOOK_SECRET must be whsec_'],
  [{ EFFECTS_WEBHOOK_SECRET: `whsec_${'abcd'.repeat(10)}` }, 'EFFECTS_WEBHOOK_SECRET is too easy to guess'],
  [{ APP_ENV: 'preview' }, 'EFFECTS_WEBHOOK_URL must start with https://'],
  [{ EFFECTS_WEBHOOK_URL: 'hook' }, 'EFFECTS_WEBHOOK_URL is not a URL'],
])('with %j the app does not start: %s', (changed, problem) => {
  const reading = readEnvironment({ ...process.env, ...changed });
  expect(reading.ok ? [] : reading.problems).toContainEqual(expect.stringContaining(problem));
});
