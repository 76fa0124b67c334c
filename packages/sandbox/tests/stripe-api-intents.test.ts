import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

const base = { amount: 2000, currency: 'usd' };
const status = async (id: string) => (await stripe.client.paymentIntents.retrieve(id)).status;

describe('a payment intent', () => {
  test('moves from requiring a method to confirmation to success, and never back', async () => {
    const made = await stripe.client.paymentIntents.create({
      ...base,
      description: 'An order',
      metadata: { order: '7' },
    });
    expect(made).toMatchObject({ status: 'requires_payment_method', amount_received: 0, latest_charge: null });
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_`));
    expect((await refusal(stripe.client.paymentIntents.confirm(made.id))).code).toBe('payment_intent_unexpected_state');
    const ready = await stripe.client.paymentIntents.update(made.id, { payment_method: 'pm_card_visa', amount: 2500 });
    expect(ready).toMatchObject({ status: 'requires_confirmation', amount: 2500 });
    const paid = await stripe.client.paymentIntents.confirm(made.id);
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 2500, metadata: { order: '7' } });
    expect((await refusal(stripe.client.paymentIntents.confirm(made.id))).code).toBe('payment_intent_unexpected_state');
    expect((await refusal(stripe.client.paymentIntents.update(made.id, { amount: 1000 }))).statusCode).toBe(400);
    expect((await refusal(stripe.client.paymentIntents.cancel(made.id))).statusCode).toBe(400);
    const noted = await stripe.client.paymentIntents.update(made.id, { metadata: { note: 'late' } });
    expect(noted.metadata).toEqual({ order: '7', note: 'late' });
  });

  test('emits an event for each step', async () => {
    await stripe.types();
    await stripe.client.paymentIntents.create({ ...base, payment_method: 'pm_card_visa', confirm: true });
    expect(await stripe.types()).toEqual(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
    await refusal(
      stripe.client.paymentIntents.create({ ...base, payment_method: 'pm_card_chargeDeclined', confirm: true }),
    );
    expect(await stripe.types()).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
    await stripe.client.paymentIntents.create({
      ...base,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
    });
    expect(await stripe.types()).toEqual(['payment_intent.created', 'payment_intent.requires_action']);
  });

  test('requires another card after a decline and can then be paid', async () => {
    const { id } = await stripe.client.paymentIntents.create(base);
    await refusal(stripe.client.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
    expect(await status(id)).toBe('requires_payment_method');
    const paid = await stripe.client.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    const charges = await stripe.client.charges.list({ payment_intent: id });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed']);
  });

  test('can authorize first, capture a part, or be canceled', async () => {
    const hold = () =>
      stripe.client.paymentIntents.create({
        ...base,
        payment_method: 'pm_card_visa',
        confirm: true,
        capture_method: 'manual',
      });
    const held = await hold();
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2000, amount_received: 0 });
    expect((await refusal(stripe.client.paymentIntents.capture(held.id, { amount_to_capture: 2001 }))).code).toBe(
      'amount_too_large',
    );
    await stripe.types();
    const captured = await stripe.client.paymentIntents.capture(held.id, {
      amount_to_capture: 1500,
      expand: ['latest_charge'],
    });
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 1500,
      amount_capturable: 0,
      latest_charge: { captured: true, amount_captured: 1500 },
    });
    expect(await stripe.types()).toEqual(['charge.captured', 'payment_intent.succeeded']);
    const refund = await stripe.client.refunds.create({ payment_intent: held.id });
    expect(refund.amount).toBe(1500);

    const dropped = await hold();
    const canceled = await stripe.client.paymentIntents.cancel(dropped.id, {
      cancellation_reason: 'abandoned',
      expand: ['latest_charge'],
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
      latest_charge: { refunded: true },
    });
    expect((await refusal(stripe.client.paymentIntents.capture(dropped.id))).statusCode).toBe(400);

    const forgotten = await hold();
    await stripe.advance(7 * 86_400);
    expect(await stripe.client.paymentIntents.retrieve(forgotten.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    expect(await stripe.types()).toContain('charge.expired');
  });

  test('saves the card for later if requested', async () => {
    const { id: customer } = await stripe.client.customers.create();
    await stripe.client.paymentIntents.create({
      ...base,
      customer,
      payment_method: 'pm_card_visa',
      confirm: true,
      setup_future_usage: 'off_session',
    });
    expect((await stripe.client.paymentMethods.list({ customer })).data).toHaveLength(1);
    await stripe.client.paymentIntents.create({ ...base, customer, payment_method: 'pm_card_visa', confirm: true });
    expect((await stripe.client.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  test('payment_method_types is rejected in endive, and accepted from clients without a version', async () => {
    const form = 'amount=500&currency=usd&payment_method_types[]=card';
    const endive = await stripe.raw('POST', '/v1/payment_intents', form, { 'stripe-version': '2026-10-28.endive' });
    expect(endive.json.error.code).toBe('payment_method_types_no_longer_supported');
    expect((await stripe.raw('POST', '/v1/payment_intents', form)).status).toBe(200);
    const dahlia = await stripe.raw('POST', '/v1/payment_intents', form, { 'stripe-version': '2026-08-26.dahlia' });
    expect(dahlia.status).toBe(200);
  });

  test('only accepts allowed payment method types, and requires a return URL for those that redirect', async () => {
    const cards = stripe.client.paymentIntents.create({
      amount: 900,
      currency: 'eur',
      allowed_payment_method_types: ['card'],
      payment_method: 'pm_sepaDebit',
      confirm: true,
    } as never);
    expect((await refusal(cards)).code).toBe('payment_intent_invalid_parameter');
    const automatic = {
      ...base,
      payment_method: 'pm_card_visa',
      confirm: true as const,
      automatic_payment_methods: { enabled: true },
    };
    expect((await refusal(stripe.client.paymentIntents.create(automatic))).param).toBe('return_url');
    const back = { ...automatic, return_url: 'https://app.test/back' };
    expect((await stripe.client.paymentIntents.create(back)).status).toBe('succeeded');
    expect((await refusal(stripe.client.paymentIntents.create({ ...base, off_session: true }))).param).toBe(
      'off_session',
    );
  });

  test('can be listed by customer and searched', async () => {
    const { id: customer } = await stripe.client.customers.create();
    const one = await stripe.client.paymentIntents.create({ ...base, customer, metadata: { order: 'A-1' } });
    expect((await stripe.client.paymentIntents.list({ customer })).data.map(({ id }) => id)).toEqual([one.id]);
    const query = `metadata["order"]:"A-1" AND status:"requires_payment_method" AND amount>1999`;
    expect((await stripe.client.paymentIntents.search({ query })).data.map(({ id }) => id)).toEqual([one.id]);
  });
});

describe('a setup intent', () => {
  test('saves a card without taking money', async () => {
    const { id: customer } = await stripe.client.customers.create();
    await stripe.types();
    const made = await stripe.client.setupIntents.create({ customer, usage: 'off_session' });
    expect(made).toMatchObject({ status: 'requires_payment_method', usage: 'off_session' });
    const done = await stripe.client.setupIntents.confirm(made.id, {
      payment_method: 'pm_card_visa',
      expand: ['payment_method'],
    });
    expect(done).toMatchObject({ status: 'succeeded', payment_method: { customer } });
    expect(await stripe.types()).toEqual(['setup_intent.created', 'payment_method.attached', 'setup_intent.succeeded']);
    expect((await refusal(stripe.client.setupIntents.confirm(made.id))).code).toBe('setup_intent_unexpected_state');
    expect((await refusal(stripe.client.setupIntents.cancel(made.id))).code).toBe('setup_intent_unexpected_state');
    expect((await stripe.client.setupIntents.list({ customer })).data).toHaveLength(1);
  });

  test('fails with a card that can’t be saved, and can be retried or canceled', async () => {
    const made = await stripe.client.setupIntents.create({ payment_method: 'pm_card_chargeDeclined' });
    expect(made.status).toBe('requires_confirmation');
    const error = await refusal(stripe.client.setupIntents.confirm(made.id));
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(error.setup_intent).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'card_declined' },
    });
    const canceled = await stripe.client.setupIntents.cancel(made.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  });
});
