import { beforeAll, describe, expect, test } from 'vitest';
import { invoiceOf } from '@/lib/billing/account/invoice';
import { db } from '@/lib/db';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

const WANTED = [
  { what: 'a subscription', input: { plan: 'starter', interval: 'month', currency: 'EUR' } },
  { what: 'something bought once', input: { plan: 'credits', quantity: 2, currency: 'USD' } },
] as const;

async function paid(provider: 'stripe' | 'dodo', input: (typeof WANTED)[number]['input']) {
  const user = await newCustomer();
  await buy(world, user, { ...input, provider });
  return { user, payment: await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } }) };
}

for (const { what, input } of WANTED) {
  test(`the invoice of ${what} paid through Stripe is a readable page at Stripe`, async () => {
    const { user, payment } = await paid('stripe', input);
    const found = await invoiceOf(user.id, payment.id);
    if (found.kind !== 'link') throw new Error('not a link');
    expect(found.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\/stripe\/(invoice|receipts)\//);
    const page = await fetch(found.url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/invoice|receipt/i)]);
  });

  test(`the invoice of ${what} paid through Dodo is a file, and its URL stays on the server`, async () => {
    const { user, payment } = await paid('dodo', input);
    const found = await invoiceOf(user.id, payment.id);
    if (found.kind !== 'pdf') throw new Error('not a file');
    expect(Buffer.from(found.bytes).subarray(0, 5).toString()).toBe('%PDF-');
  });
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('another user’s invoice is not found, and a provider outage is reported as one', async () => {
    const { user, payment } = await paid(provider, WANTED[1].input);
    await expect(invoiceOf((await newCustomer()).id, payment.id)).rejects.toMatchObject({ status: 404 });
    await world.control('faults', { kind: '500', provider });
    await expect(invoiceOf(user.id, payment.id)).rejects.toMatchObject({ code: 'billing/provider-unavailable' });
    await world.calm();
    await expect(invoiceOf(user.id, payment.id)).resolves.toBeDefined();
  });

  test('a payment without a document at the provider has no invoice', async () => {
    const user = await newCustomer();
    const payment = await db().payment.create({
      data: {
        ...{
          workspaceId: user.id,
          provider,
          mode: 'sandbox',
          externalId: provider === 'stripe' ? 'pi_none' : 'pay_none',
        },
        ...{ ticket: 1n, status: 'succeeded', providerStatus: 'succeeded', amount: 1n, currency: 'USD' },
        createdAt: new Date(),
      },
    });
    await expect(invoiceOf(user.id, payment.id)).rejects.toMatchObject({ status: 404 });
  });
});
