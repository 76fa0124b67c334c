import { createHmac } from 'node:crypto';
import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { POST } from '@/app/api/sandbox/clock/route';
import { businessNow } from '@/lib/clock';

const HOUR = 3_600_000;

function tell(state: unknown, signWith = process.env.SANDBOX_SECRET ?? ''): Promise<Response> {
  const body = JSON.stringify(state);
  const headers = { 'sandbox-signature': createHmac('sha256', signWith).update(body).digest('hex') };
  return POST(new NextRequest('http://127.0.0.1:3999/api/sandbox/clock', { method: 'POST', body, headers }), {});
}

/** In hours; `|| 0`, because the moment between the two readings can round to -0. */
const ahead = async () => Math.round(((await businessNow()).getTime() - Date.now()) / HOUR) || 0;

test('business time is real time until the sandbox moves it', async () => {
  expect(await ahead()).toBe(0);
  expect((await tell({ offsetSeconds: 36_000, frozenAt: null })).status).toBe(200);
  expect(await ahead()).toBe(10);
});

test('business time stops while the sandbox has frozen it', async () => {
  await tell({ offsetSeconds: 0, frozenAt: '2030-01-01T00:00:00.000Z' });
  expect([await businessNow(), await businessNow()]).toEqual(Array(2).fill(new Date('2030-01-01T00:00:00Z')));
  await tell({ offsetSeconds: 0, frozenAt: null });
  expect(await ahead()).toBe(0);
});

test('no one else can move it', async () => {
  expect((await tell({ offsetSeconds: 36_000, frozenAt: null }, 'another secret')).status).toBe(403);
  const unsigned = new NextRequest('http://127.0.0.1:3999/api/sandbox/clock', {
    method: 'POST',
    body: '{"offsetSeconds":36000,"frozenAt":null}',
  });
  expect((await POST(unsigned, {})).status).toBe(403);
  expect(await ahead()).toBe(0);
});

test.each([{ offsetSeconds: '1' }, { offsetSeconds: 1, frozenAt: 'tomorrow' }, {}, null])(
  '%j is not a valid time',
  async (state) => {
    expect((await tell(state)).status).toBe(422);
  },
);
