import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { driver } from '@/lib/billing/providers';
import { receive } from '@/lib/billing/webhooks/inbox';
import { processTarget } from '@/lib/billing/webhooks/process-target';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { ledgerOf, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Delivered = { provider: 'stripe' | 'dodo'; body: string; headers: Record<string, string> };

/** The webhooks that a purchase caused, as they were sent. */
async function webhooksOf(since: number): Promise<Delivered[]> {
  return world.sandbox.world.deliveries
    .list()
    .filter((delivery) => delivery.attempts.some((attempt) => attempt.at >= since))
    .flatMap((delivery) => {
      const [attempt] = delivery.attempts;
      if (!attempt?.requestBody || !attempt.requestHeaders) return [];
      const headers = Object.entries(attempt.requestHeaders).map(([name, value]) => [name.toLowerCase(), value]);
      return [{ provider: delivery.provider, body: attempt.requestBody, headers: Object.fromEntries(headers) }];
    });
}

describe.each(PROVIDERS)('webhooks of %s', (provider) => {
  test('fifty copies of each in parallel, then all in reverse order, leave the same rows as one of each in order', async () => {
    // Time is frozen, so that nothing new happens besides the copies.
    await world.control('clock', { freeze: true });
    const user = await newCustomer();
    const since = Date.now();
    const checkout = await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await pay(world, checkout);
    await world.control('clock', { advanceSeconds: 60 });
    await world.quiet();
    const once = await ledgerOf(user.id);
    const events = await db().webhookEvent.count();
    const sent = await webhooksOf(since);
    expect(sent.length).toBeGreaterThan(2);

    const copies = sent.flatMap((webhook) => Array.from({ length: 50 }, () => webhook));
    await Promise.all(copies.map((webhook) => receive(webhook.provider, webhook.body, webhook.headers)));
    expect(await db().webhookEvent.count()).toBe(events);

    await db().webhookEvent.updateMany({ where: { status: 'processed' }, data: { status: 'received' } });
    for (const webhook of sent.reverse()) {
      const { target } = await receive(webhook.provider, webhook.body, webhook.headers);
      if (target !== null) await processTarget({ provider, mode: driver(provider).mode, ...target });
    }
    await world.quiet();
    expect(await ledgerOf(user.id)).toEqual(once);
  });
});

describe('what is rejected', () => {
  const sign = (body: string, at: number, secret: string) =>
    `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'something.new',
    created: 1,
    livemode: false,
    data: { object: {} },
  });
  const now = () => Math.floor(Date.now() / 1000);
  const secret = () => env().payments.stripe?.webhookSecrets[0] ?? '';

  test('a wrong or old signature stores nothing', async () => {
    const before = await db().webhookEvent.count();
    for (const header of [sign(body, now(), 'whsec_wrong'), sign(body, now() - 360, secret()), '', 'v1=,t=']) {
      await expect(receive('stripe', body, { 'stripe-signature': header })).rejects.toThrow();
    }
    await expect(receive('dodo', body, {})).rejects.toThrow();
    expect(await db().webhookEvent.count()).toBe(before);
  });
});
