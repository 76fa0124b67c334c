import { NextResponse } from 'next/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { route } from '@/lib/http/route';
import { type App, startApp } from '../fixtures/app';
import { newCustomer } from '../fixtures/customer';

/** Queues the farewell email of an account, as its deletion does. */
async function queue(userId: string): Promise<void> {
  const data = { deletedAt: new Date(0).toISOString() };
  const mail = { userId, kind: 'account-deleted', key: `account-deleted:${userId}`, data, dueAt: new Date(0) };
  await db().email.create({ data: { ...mail, address: `${userId}@example.test` } });
}

let app: App;
let userId: string;
beforeAll(async () => {
  process.env.SCHEDULER = 'off';
  app = await startApp(async () => ({
    '/queue': {
      POST: route(async () => {
        await queue(userId);
        return NextResponse.json({});
      }),
    },
  }));
});
afterAll(() => app.close());

const status = async () => (await db().email.findFirstOrThrow({ where: { userId } })).status;

test('where no job runs, emails are sent after the response to what queued them', async () => {
  userId = (await newCustomer()).id;
  expect((await fetch(`${app.url}/queue`, { method: 'POST' })).status).toBe(200);
  await expect.poll(status, { timeout: 10_000 }).toBe('sent');
});
