import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());
beforeEach(() => stripe.quiet());

const signed = (header: string, scheme: string): string[] =>
  header
    .split(',')
    .filter((part) => part.startsWith(`${scheme}=`))
    .map((part) => part.slice(scheme.length + 1));

describe('an event', () => {
  test('has a snapshot of the object, its previous attributes, and the request', async () => {
    const customer = await stripe.client.customers.create({ name: 'Ada', metadata: { plan: 'free' } });
    const { lastResponse } = await stripe.client.customers.update(
      customer.id,
      { name: 'Ada L.', metadata: { plan: 'pro', seats: '2' }, preferred_locales: ['en', 'de'] },
      { idempotencyKey: 'rename' },
    );
    await stripe.client.customers.update(customer.id, { name: 'Countess' });
    const [created, renamed] = await stripe.events();
    expect(created).toMatchObject({
      object: 'event',
      type: 'customer.created',
      api_version: Stripe.API_VERSION,
      livemode: false,
      pending_webhooks: 1,
      data: { object: { id: customer.id, name: 'Ada' } },
    });
    expect(created?.id).toMatch(/^evt_1[A-Za-z0-9]{23}$/);
    expect(created?.data).not.toHaveProperty('previous_attributes');
    expect(renamed).toMatchObject({
      type: 'customer.updated',
      request: { id: lastResponse.requestId, idempotency_key: 'rename' },
      data: { object: { name: 'Ada L.' } },
    });
    expect(renamed?.data.previous_attributes).toEqual({
      name: 'Ada',
      metadata: { plan: 'free', seats: null },
      preferred_locales: [],
    });
    const stored = await stripe.client.events.retrieve(renamed?.id ?? '');
    expect(stored).toMatchObject({ type: 'customer.updated', data: renamed?.data ?? {}, pending_webhooks: 0 });
  });

  test('is not emitted without a change; automatic events have no request', async () => {
    const { id } = await stripe.client.customers.create({ name: 'Ada' });
    await stripe.client.customers.update(id, { name: 'Ada' });
    expect(await stripe.types()).toEqual(['customer.created']);
    await stripe.client.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    await stripe.events();
    await stripe.advance(2);
    const [settled] = await stripe.events();
    expect(settled).toMatchObject({ type: 'charge.updated', request: { id: null, idempotency_key: null } });
    expect(settled?.data.previous_attributes).toEqual({ balance_transaction: null });
    expect(settled?.id).toMatch(/^evt_3/);
  });

  test('can be listed by type, group, time, and delivery', async () => {
    const since = stripe.now();
    const product = await stripe.client.products.create({ name: 'Pro' });
    await stripe.client.products.update(product.id, { name: 'Professional' });
    await stripe.idle();
    stripe.answerWith(500);
    await stripe.client.customers.create({});
    await stripe.idle();
    stripe.answerWith(200);
    const types = async (params: Stripe.EventListParams) =>
      (await stripe.client.events.list({ created: { gte: since }, ...params })).data.map(({ type }) => type);
    expect(await types({})).toEqual(['customer.created', 'product.updated', 'product.created']);
    expect(await types({ type: 'product.updated' })).toEqual(['product.updated']);
    expect(await types({ type: 'product.*' })).toEqual(['product.updated', 'product.created']);
    expect(await types({ types: ['product.created', 'customer.created'] })).toEqual([
      'customer.created',
      'product.created',
    ]);
    expect(await types({ delivery_success: false })).toEqual(['customer.created']);
    expect(await types({ delivery_success: true })).toEqual(['product.updated', 'product.created']);
    stripe.world.deliveries.retryNow();
    await stripe.idle();
    const both = stripe.client.events.list({ type: 'a', types: ['b'] });
    expect((await refusal(both)).code).toBe('parameters_exclusive');
  });

  test('is available for thirty days', async () => {
    await stripe.client.customers.create({});
    const [event] = await stripe.events();
    await stripe.advance(31 * 86_400);
    expect((await refusal(stripe.client.events.retrieve(event?.id ?? ''))).statusCode).toBe(404);
  });
});

describe('a delivery', () => {
  test('is pretty-printed, and our own HMAC of the exact bytes matches', async () => {
    await stripe.client.customers.create({ name: 'Zoë' });
    await stripe.idle();
    const [{ body, signature, headers } = { body: '', signature: '', headers: {} }] = stripe.received.splice(0);
    expect(body).toBe(JSON.stringify(JSON.parse(body), null, 2));
    const t = /t=(\d+)/.exec(signature)?.[1] ?? '';
    expect(Math.abs(Number(t) - Date.now() / 1000)).toBeLessThan(60);
    const expected = createHmac('sha256', stripe.webhookSecret).update(`${t}.${body}`).digest('hex');
    expect(signed(signature, 'v1')).toEqual([expected]);
    expect(signed(signature, 'v0')).toHaveLength(1);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    });
    expect(() =>
      stripe.client.webhooks.constructEvent(body.replace('Zoë', 'Zoe'), signature, stripe.webhookSecret),
    ).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });

  test('is retried with the same body after a failure', async () => {
    stripe.answerWith(302);
    await stripe.client.customers.create({ name: 'Grace' });
    await stripe.idle();
    stripe.answerWith(200);
    stripe.world.deliveries.retryNow();
    await stripe.idle();
    const [first, second] = stripe.received.splice(0);
    expect(second?.body).toBe(first?.body);
    const event = stripe.client.webhooks.constructEvent(
      second?.body ?? '',
      second?.signature ?? '',
      stripe.webhookSecret,
    );
    expect(event.type).toBe('customer.created');
    const [record] = stripe.world.deliveries.list({ eventId: event.id });
    expect(record).toMatchObject({ state: 'delivered', attempts: [{ status: 302 }, { status: 200 }] });
  });

  test('can be resent like with `stripe events resend`', async () => {
    await stripe.client.customers.create({});
    const [event] = await stripe.events();
    const { status } = await stripe.raw('POST', `/v1/events/${event?.id}/retry`, 'webhook_endpoint=we_sandbox_default');
    expect(status).toBe(200);
    await expect.poll(() => stripe.received.length).toBe(1);
    const nowhere = await stripe.raw('POST', `/v1/events/${event?.id}/retry`, 'webhook_endpoint=we_nowhere');
    expect(nowhere.status).toBe(400);
    stripe.received.splice(0);
  });
});

describe('webhook endpoints', () => {
  test('show their secret once, filter by type, and stop when disabled or deleted', async () => {
    const url = `${stripe.appUrl}/api/webhooks/stripe`;
    const made = await stripe.client.webhookEndpoints.create({
      url,
      enabled_events: ['product.created'],
      api_version: Stripe.API_VERSION,
      description: 'catalog',
      metadata: { team: 'a' },
    });
    expect(made.secret).toMatch(/^whsec_/);
    const shown = await stripe.client.webhookEndpoints.retrieve(made.id);
    expect(shown).toMatchObject({ enabled_events: ['product.created'], status: 'enabled', metadata: { team: 'a' } });
    expect(shown).not.toHaveProperty('secret');
    expect((await stripe.client.webhookEndpoints.list()).data).toHaveLength(2);

    const mine = async () => {
      await stripe.idle();
      return stripe.received.splice(0).filter(({ body, signature }) => {
        const [sig] = signed(signature, 'v1');
        const t = /t=(\d+)/.exec(signature)?.[1];
        return (
          sig ===
          createHmac('sha256', made.secret ?? '')
            .update(`${t}.${body}`)
            .digest('hex')
        );
      });
    };
    await stripe.client.products.create({ name: 'A' });
    await stripe.client.customers.create({});
    expect((await mine()).map(({ body }) => JSON.parse(body).type)).toEqual(['product.created']);
    const off = await stripe.client.webhookEndpoints.update(made.id, { disabled: true });
    expect(off.status).toBe('disabled');
    await stripe.client.products.create({ name: 'B' });
    expect(await mine()).toEqual([]);
    await stripe.client.webhookEndpoints.update(made.id, { disabled: false, enabled_events: ['*'] });
    await stripe.client.customers.create({});
    expect(await mine()).toHaveLength(1);
    expect(await stripe.client.webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
    expect((await refusal(stripe.client.webhookEndpoints.retrieve(made.id))).statusCode).toBe(404);
  });

  test('sign with both secrets during a rotation, afterwards only with the new one', async () => {
    const { json } = await stripe.control('stripe/endpoints/we_sandbox_default/rotate');
    await stripe.client.customers.create({});
    await stripe.idle();
    const [{ body, signature } = { body: '', signature: '' }] = stripe.received.splice(0);
    expect(signed(signature, 'v1')).toHaveLength(2);
    for (const secret of [json.secret, stripe.webhookSecret]) {
      expect(stripe.client.webhooks.constructEvent(body, signature, secret).type).toBe('customer.created');
    }
    const next = (await stripe.control('stripe/endpoints/we_sandbox_default/rotate', { expiresIn: 0 })).json.secret;
    await stripe.client.customers.create({});
    await stripe.idle();
    const [last = { body: '', signature: '' }] = stripe.received.splice(0);
    expect(signed(last.signature, 'v1')).toHaveLength(1);
    expect(stripe.client.webhooks.constructEvent(last.body, last.signature, next).type).toBe('customer.created');
  });

  test('reject a URL without http and an unknown event type', async () => {
    const create = (url: string, event: string) =>
      refusal(stripe.client.webhookEndpoints.create({ url, enabled_events: [event as '*'] }));
    expect((await create('ftp://x', '*')).code).toBe('url_invalid');
    expect((await create('https://x.test', 'everything')).param).toBe('enabled_events[0]');
  });
});
