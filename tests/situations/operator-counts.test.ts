import { expect, test } from 'vitest';
import { db } from '@/lib/db';
import { listEndpoints } from '@/lib/operators/endpoints';
import { countDead } from '@/lib/operators/events';
import { COUNT_LIMIT } from '@/lib/operators/page';
import { waitingWork } from '@/lib/operators/work';

async function addUnprocessed(count: number): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, "rootKind", "rootId", payload, "occurredAt", status,
      "nextAttemptAt")
    SELECT gen_random_uuid(), (CASE WHEN n % 2 = 0 THEN 'stripe' ELSE 'dodo' END)::"Provider", 'sandbox',
      'evt_' || gen_random_uuid(), 'invoice.paid', 'subscription', 'sub_' || n % 7, '{}', now(),
      (CASE WHEN n % 3 = 0 THEN 'dead' ELSE 'failed' END)::"EventStatus", now() - interval '1 hour'
    FROM generate_series(1, ${count}::int) n`;
}

const exactly = (count: number) => ({ count, more: false });

test('operators see how much waits and is dead, up to a limit', async () => {
  await addUnprocessed(30);
  const { counts, events } = await waitingWork();
  expect(counts).toEqual({ events: 30, operations: 0, emails: 0 });
  expect(events).toHaveLength(30);
  await addUnprocessed(270);
  expect(await countDead()).toBe(100);
  expect((await listEndpoints()).map(({ waiting, dead }) => [waiting, dead])).toEqual([
    [exactly(100), exactly(50)],
    [exactly(100), exactly(50)],
  ]);
  await addUnprocessed(COUNT_LIMIT);
  expect((await waitingWork()).counts.events).toBe(COUNT_LIMIT + 1);
  await addUnprocessed(COUNT_LIMIT);
  const waiting = (await listEndpoints()).map((endpoint) => endpoint.waiting);
  expect(waiting.map(({ more }) => more)).toEqual([true, true]);
  expect(waiting.reduce((sum, { count }) => sum + count, 0)).toBe(COUNT_LIMIT + 1);
});
