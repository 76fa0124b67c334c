import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { notifyOfAlerts } from '@/lib/operators/notify';

test('a notice that was not accepted is sent again, and then no more', async () => {
  let answer = 500;
  const posted: string[] = [];
  const hook = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => posted.push(chunk.toString('utf8')));
    request.on('end', () => response.writeHead(answer).end());
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo; // a server that listens on TCP has one
  process.env.ALERT_WEBHOOK_URL = `http://127.0.0.1:${port}`;
  await raiseAlert(db(), 'dead-event:1', 'dead event', { eventId: 'evt_1' });
  expect(await notifyOfAlerts()).toBe(0);
  answer = 200;
  expect(await notifyOfAlerts()).toBe(1);
  expect(await notifyOfAlerts()).toBe(0);
  expect(posted).toHaveLength(2);
  await new Promise((resolve) => hook.close(resolve));
});
