import DodoPayments from 'dodopayments';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
  products = await makeCatalog(world.client);
});
afterEach(() => world.world.faults.clear());
afterAll(() => world.close());

const fault = (kind: string, more: object = {}) => world.control('faults', { provider: 'dodo', kind, ...more });

describe('a failing API responds with Dodo’s own errors and has no effect', () => {
  test.each([
    ['401', DodoPayments.AuthenticationError, 'UNAUTHORIZED'],
    ['403', DodoPayments.PermissionDeniedError, 'FORBIDDEN'],
    ['409', DodoPayments.ConflictError, 'CONFLICT'],
    ['429', DodoPayments.RateLimitError, 'TOO_MANY_REQUESTS'],
    ['500', DodoPayments.InternalServerError, 'INTERNAL_SERVER_ERROR'],
    ['503', DodoPayments.InternalServerError, 'SERVICE_UNAVAILABLE'],
  ] as const)('%s', async (kind, type, code) => {
    const { subscriptionId } = await buy(world, products.pro);
    await fault(kind, { match: '^PATCH /dodo/subscriptions' });
    const cancel = world.client.subscriptions.update(subscriptionId, { cancel_at_next_billing_date: true });
    const error = await cancel.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ status: Number(kind), error: { code } });
    expect((await world.client.subscriptions.retrieve(subscriptionId)).cancel_at_next_billing_date).toBe(false);
  });

  test.each(['429', '503'])('%s has a Retry-After header', async (kind) => {
    await fault(kind, { retryAfter: 90 });
    const error = await world.client.customers.list({ page_number: 0 }).catch((reason: unknown) => reason);
    expect(error instanceof DodoPayments.APIError && error.headers?.get('retry-after')).toBe('90');
  });

  test('stays until it is removed, and only affects the matching requests', async () => {
    await fault('403', { match: '^POST /dodo/refunds' });
    const { payment_id } = await buy(world, products.credits);
    for (let i = 0; i < 3; i += 1) {
      await expect(world.client.refunds.create({ payment_id })).rejects.toMatchObject({ status: 403 });
    }
    await fetch(`${world.url}/_sandbox/faults`, { method: 'DELETE' });
    expect(await world.client.refunds.create({ payment_id })).toMatchObject({ status: 'pending' });
  });
});

describe('a lost or wrong response after the effect', () => {
  test.each(['timeout_after_effect', '409_after_effect', '500_after_effect'])('%s', async (kind) => {
    const { subscriptionId } = await buy(world, products.pro);
    const read = () => world.client.subscriptions.retrieve(subscriptionId);
    const patch = (body: DodoPayments.SubscriptionUpdateParams) => async () =>
      void (await world.client.subscriptions.update(subscriptionId, body));
    const acts: [match: string, act: () => Promise<void>, seen: object][] = [
      ['PATCH', patch({ cancel_at_next_billing_date: true }), { cancel_at_next_billing_date: true }],
      ['PATCH', patch({ cancel_at_next_billing_date: false }), { cancel_at_next_billing_date: false }],
      ['PATCH', patch({ status: 'paused' }), { status: 'paused' }],
      ['PATCH', patch({ status: 'active' }), { status: 'active' }],
      [
        'POST',
        async () =>
          void (await world.client.subscriptions.changePlan(subscriptionId, {
            product_id: products.starter,
            quantity: 1,
            proration_billing_mode: 'full_immediately',
            effective_at: 'next_billing_date',
          })),
        { scheduled_change: expect.objectContaining({ product_id: products.starter }) },
      ],
      [
        'DELETE',
        () => world.client.subscriptions.cancelChangePlan(subscriptionId).then(() => {}),
        { scheduled_change: null },
      ],
    ];
    for (const [method, act, seen] of acts) {
      await fault(kind, { match: `^${method} /dodo/subscriptions`, times: 1 });
      await expect(act()).rejects.toThrow();
      expect(await read()).toMatchObject(seen);
    }
  });
});
