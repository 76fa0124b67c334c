import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { isDatabaseUnavailable } from '@/lib/db-errors';
import { Prisma } from '@/lib/generated/prisma/client';
import { assertHealthy } from '@/lib/health';
import { prepared } from '@/lib/prepared';

/** A path to the database on which packets can get lost without either side being told. */
let path: Server;
const joined: Socket[] = [];
/** While set, the path takes connections and leads nowhere. */
let broken = false;
/** Connections that lead nowhere and are open. */
const waiting = new Set<Socket>();

beforeAll(async () => {
  const url = new URL(process.env.DATABASE_URL ?? '');
  const { hostname, port } = url;
  path = createServer((client) => {
    client.on('error', () => {}).on('close', () => waiting.delete(client));
    if (broken) {
      waiting.add(client.resume());
      return;
    }
    const server = connect(Number(port), hostname);
    joined.push(client, server);
    client.pipe(server).pipe(client);
    server.on('error', () => {});
  });
  await new Promise<void>((resolve) => path.listen(0, '127.0.0.1', resolve));
  const address = path.address();
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' ? address?.port : '');
  Object.assign(process.env, { DATABASE_URL: url.href, DATABASE_STATEMENT_TIMEOUT: '1' });
});
afterAll(async () => {
  await db().$disconnect();
  for (const socket of joined) socket.destroy();
  path.close();
});

/** Whatever is sent on the open connections arrives nowhere from now on. */
function losePackets(): void {
  for (const socket of joined.splice(0)) socket.unpipe().pause();
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test.each([
  ['a query', () => db().$queryRaw`SELECT 1 AS one`],
  ['a transaction', () => db().$transaction(async (tx) => tx.$queryRaw`SELECT 1 AS one`)],
  ['a statement of the hot path', () => prepared('one', Prisma.sql`SELECT 1 AS one`)],
])('%s fails when the server falls silent, and the next one gets a connection that works', async (_, ask) => {
  expect(await ask()).toEqual([{ one: 1 }]);
  losePackets();
  expect(isDatabaseUnavailable(await failure(ask()))).toBe(true);
  expect(await ask()).toEqual([{ one: 1 }]);
});

const unavailable = expect.objectContaining({ code: 'database-unavailable', status: 503 });

test('the health check answers within three seconds when the server falls silent, and the next one finds it again', async () => {
  await assertHealthy();
  losePackets();
  const began = performance.now();
  const all = await Promise.all(Array.from({ length: 20 }, () => failure(assertHealthy())));
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(all).toEqual(Array(20).fill(unavailable));
  await expect.poll(() => failure(assertHealthy()), { timeout: 3_000 }).toBeNull();
});

test('health checks of a database that says nothing do not add up to connections', async () => {
  await db().$disconnect();
  losePackets();
  broken = true;
  try {
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      expect(await Promise.all(Array.from({ length: 5 }, () => failure(assertHealthy())))).toEqual(
        Array(5).fill(unavailable),
      );
      expect(performance.now() - began).toBeLessThan(3_000);
      await expect.poll(() => waiting.size).toBe(0);
    }
  } finally {
    broken = false;
  }
  await expect.poll(() => failure(assertHealthy()), { timeout: 5_000 }).toBeNull();
});
