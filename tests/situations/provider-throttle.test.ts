import { afterEach, beforeAll, expect, test } from 'vitest';
import { driver } from '@/lib/billing/providers';
import { ProviderRateLimited } from '@/lib/billing/providers/errors';
import { setRateLimit } from '@/lib/billing/providers/throttle';
import { db } from '@/lib/db';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  setRateLimit('stripe', 'sandbox', null);
  await world.calm();
  await db().providerThrottle.deleteMany();
});

const ask = () => driver('stripe').fetch({ kind: 'customer', id: 'cus_nobody' });
const refusal = (): Promise<unknown> => ask().catch((error: unknown) => error);

test('the requests of one process count for all of them', async () => {
  await ask();
  setRateLimit('stripe', 'sandbox', 10);
  await Promise.all(Array.from({ length: 20 }, ask));
  // Twenty requests take two seconds at ten per second.
  const [throttle] = await db().$queryRaw<{ behind: number }[]>`
    SELECT extract(epoch FROM "busyUntil" - now())::float8 AS behind FROM "ProviderPace"`;
  // All were sent in their turn: no more than a second's burst is still reserved.
  expect(throttle?.behind).toBeLessThanOrEqual(1.1);
});

test('a request that would have to wait too long fails with that reason, and nothing is sent', async () => {
  setRateLimit('stripe', 'sandbox', 1);
  await db().$executeRaw`
    INSERT INTO "ProviderPace" (provider, mode, "busyUntil") VALUES ('stripe', 'sandbox', now() + interval '1 hour')`;
  const error = await refusal();
  expect(error).toBeInstanceOf(ProviderRateLimited);
  expect(error).toMatchObject({ retryAfter: 5 });
});

test('after a pause that ends soon, requests are sent in their turn instead of failing', async () => {
  setRateLimit('stripe', 'sandbox', 20);
  await world.control('faults', { provider: 'stripe', kind: '429', retryAfter: 3 });
  expect(await refusal()).toMatchObject({ name: 'ProviderRateLimited', retryAfter: 3 });
  await world.calm();
  await Promise.all(Array.from({ length: 10 }, ask));
  const [after] = await db().$queryRaw<{ rested: boolean; behind: number }[]>`
    SELECT now() >= "restUntil" AS rested, extract(epoch FROM "busyUntil" - now())::float8 AS behind FROM "ProviderPace"`;
  expect(after?.rested).toBe(true);
  // No burst follows the pause: all were spread.
  expect(after?.behind).toBeLessThanOrEqual(1.1);
});

test('when a provider asks us to wait, every process stops for that long', async () => {
  setRateLimit('stripe', 'sandbox', 1000);
  await world.control('faults', { provider: 'stripe', kind: '429', retryAfter: 600 });
  expect(await refusal()).toMatchObject({ name: 'ProviderRateLimited', retryAfter: 600 });
  await world.calm();
  // The provider would answer again, but it requested a pause of ten minutes.
  const error = await refusal();
  expect(error).toBeInstanceOf(ProviderRateLimited);
  expect((error as ProviderRateLimited).retryAfter).toBeGreaterThan(590);
  await db().providerThrottle.updateMany({ data: { restUntil: new Date(0) } });
  expect(await ask()).toEqual({ kind: 'absent' });
});
