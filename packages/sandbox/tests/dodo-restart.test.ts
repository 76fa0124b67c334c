import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { buy, makeCatalog, openDodoWorld } from './dodo-world';

const folder = mkdtempSync(join(tmpdir(), 'dodo-sandbox-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('customers, subscriptions, switches, and scheduled renewals survive a restart', async () => {
  const before = await openDodoWorld({ dataDir: folder });
  const { pro } = await makeCatalog(before.client);
  const { subscriptionId, customerId } = await buy(before, pro);
  await before.switches({ period_end_status: 'expired' });
  const subscription = await before.client.subscriptions.retrieve(subscriptionId);
  await before.close();

  const after = await openDodoWorld({ dataDir: folder });
  expect(await after.client.subscriptions.retrieve(subscriptionId)).toEqual(subscription);
  await after.advance(32);
  const { items } = await after.client.payments.list({ page_number: 0, customer_id: customerId });
  expect(items.map((payment) => payment.total_amount)).toEqual([2900, 2900]);
  await after.client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: true });
  await after.advance(32);
  expect((await after.client.subscriptions.retrieve(subscriptionId)).status).toBe('expired');
  await after.close();
});
