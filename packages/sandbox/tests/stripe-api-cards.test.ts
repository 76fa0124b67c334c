import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

/** A payment of 20 dollars with a new card, confirmed immediately. */
const typed = (number: string) => ({
  amount: 2000,
  currency: 'usd',
  confirm: true as const,
  payment_method_data: { type: 'card' as const, card: { number, exp_month: 12, exp_year: 2030, cvc: '123' } },
});

const card = (method: string) => ({ amount: 2000, currency: 'usd', confirm: true as const, payment_method: method });

describe('cards that work', () => {
  test.each([
    ['pm_card_visa', 'visa', '4242'],
    ['pm_card_mastercard', 'mastercard', '4444'],
    ['pm_card_amex', 'amex', '0005'],
    ['pm_card_discover', 'discover', '1117'],
  ])('%s is charged', async (method, brand, last4) => {
    const intent = await stripe.client.paymentIntents.create({ ...card(method), expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2000,
      latest_charge: {
        status: 'succeeded',
        paid: true,
        captured: true,
        outcome: { type: 'authorized', network_status: 'approved_by_network' },
        payment_method_details: { card: { brand, last4 } },
      },
    });
  });

  test('a number may contain spaces; the same number always has the same fingerprint', async () => {
    const [a, b] = await Promise.all(
      ['4242 4242 4242 4242', '4242424242424242'].map((number) =>
        stripe.client.paymentMethods.create({ type: 'card', card: { number, exp_month: 1, exp_year: 2031 } }),
      ),
    );
    expect(a?.card?.fingerprint).toBe(b?.card?.fingerprint);
    expect(a?.id).not.toBe(b?.id);
  });

  test('an expired card or an invalid month is rejected on creation', async () => {
    const create = (exp_month: number, exp_year: number) =>
      refusal(
        stripe.client.paymentMethods.create({
          type: 'card',
          card: { number: '4242424242424242', exp_month, exp_year },
        }),
      );
    expect(await create(1, 2020)).toMatchObject({ statusCode: 402, code: 'invalid_expiry_year', param: 'exp_year' });
    expect(await create(13, 2031)).toMatchObject({ statusCode: 402, code: 'invalid_expiry_month' });
  });

  test('funds of the bypass card are available immediately, others after days', async () => {
    const expand = ['latest_charge'];
    await stripe.client.paymentIntents.create({ ...card('pm_card_bypassPending'), expand });
    await stripe.advance(2);
    const [newest] = (await stripe.client.balanceTransactions.list({ limit: 1 })).data;
    expect(newest).toMatchObject({ status: 'available', amount: 2000, fee: 88, net: 1912, type: 'charge' });
    await stripe.client.paymentIntents.create(card('pm_card_visa'));
    await stripe.advance(2);
    const [next] = (await stripe.client.balanceTransactions.list({ limit: 1 })).data;
    expect(next?.status).toBe('pending');
    await stripe.advance(3 * 86_400);
    expect((await stripe.client.balanceTransactions.retrieve(next?.id ?? '')).status).toBe('available');
  });
});

describe('cards that are declined', () => {
  test.each([
    ['4000000000000002', 'card_declined', 'generic_decline', 'Your card was declined.'],
    ['4000000000009995', 'card_declined', 'insufficient_funds', 'Your card has insufficient funds.'],
    ['4000000000009987', 'card_declined', 'lost_card', 'Your card was declined.'],
    ['4000000000009979', 'card_declined', 'stolen_card', 'Your card was declined.'],
    ['4000000000000069', 'expired_card', 'expired_card', 'Your card has expired.'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect."],
    ['4000000000000119', 'processing_error', 'processing_error', /^An error occurred while processing your card/],
    ['4100000000000019', 'card_declined', 'fraudulent', 'Your card was declined.'],
  ])('%s answers %s / %s', async (number, code, decline_code, message) => {
    const error = await refusal(stripe.client.paymentIntents.create(typed(number)));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code });
    expect(error.message).toMatch(message);
    expect(error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code, decline_code, charge: error.charge, payment_method: { object: 'payment_method' } },
    });
    const charge = await stripe.client.charges.retrieve(error.charge ?? '');
    expect(charge).toMatchObject({
      status: 'failed',
      paid: false,
      failure_code: code,
      outcome: { type: number.startsWith('41') ? 'blocked' : 'issuer_declined' },
    });
  });

  test('a wrong number is rejected before the charge', async () => {
    const error = await refusal(stripe.client.paymentIntents.create(typed('4242424242424241')));
    expect(error).toMatchObject({ statusCode: 402, code: 'incorrect_number', param: 'number' });
    expect(error.charge).toBeUndefined();
  });

  test('pm_card_chargeDeclined is declined when it is saved', async () => {
    const { id } = await stripe.client.customers.create();
    const error = await refusal(stripe.client.paymentMethods.attach('pm_card_chargeDeclined', { customer: id }));
    expect(error).toMatchObject({ type: 'StripeCardError', code: 'card_declined', decline_code: 'generic_decline' });
    expect((await stripe.client.paymentMethods.list({ customer: id })).data).toEqual([]);
    const before = (await stripe.client.customers.list({ limit: 100 })).data.length;
    await refusal(stripe.client.customers.create({ payment_method: 'pm_card_chargeDeclined' }));
    expect((await stripe.client.customers.list({ limit: 100 })).data).toHaveLength(before);
  });

  test('0341 can be saved and is declined whenever the saved card is charged', async () => {
    const { id } = await stripe.client.customers.create();
    const method = await stripe.client.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: id });
    const error = await refusal(
      stripe.client.paymentIntents.create({ ...card(method.id), customer: id, off_session: true }),
    );
    expect(error.code).toBe('card_declined');
    expect((await stripe.client.paymentIntents.create(typed('4000000000000341'))).status).toBe('succeeded');
  });
});

describe('3-D Secure', () => {
  const answer = (id: string, passed: boolean) => stripe.control(`stripe/challenges/${id}`, { passed });

  test.each(['4000002760003184', '4000002500003155', '4000000000003220'])(
    '%s requires a challenge, which the customer passes',
    async (number) => {
      const intent = await stripe.client.paymentIntents.create({
        ...typed(number),
        return_url: 'https://app.test/back',
      });
      expect(intent).toMatchObject({
        status: 'requires_action',
        latest_charge: null,
        next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: 'https://app.test/back' } },
      });
      expect(intent.next_action?.redirect_to_url?.url).toBe(`${stripe.url}/pay/stripe/challenge/${intent.id}`);
      await stripe.types();
      expect((await answer(intent.id, true)).json).toMatchObject({ outcome: 'succeeded' });
      expect(await stripe.types()).toEqual(['charge.succeeded', 'payment_intent.succeeded']);
      const done = await stripe.client.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
      expect(done).toMatchObject({
        status: 'succeeded',
        next_action: null,
        latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
      });
    },
  );

  test('without a return URL, stripe.js shows the challenge', async () => {
    const intent = await stripe.client.paymentIntents.create(card('pm_card_threeDSecure2Required'));
    expect(intent.next_action?.type).toBe('use_stripe_sdk');
  });

  test('a failed challenge charges nothing, and another card can be used', async () => {
    const intent = await stripe.client.paymentIntents.create(typed('4000002760003184'));
    await stripe.types();
    await answer(intent.id, false);
    expect(await stripe.types()).toEqual(['payment_intent.payment_failed']);
    const failed = await stripe.client.paymentIntents.retrieve(intent.id);
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    const paid = await stripe.client.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid.status).toBe('succeeded');
    expect((await answer(intent.id, true)).status).toBe(400);
  });

  test('3178 passes the challenge and has insufficient funds', async () => {
    const intent = await stripe.client.paymentIntents.create(typed('4000008260003178'));
    const { json } = await answer(intent.id, true);
    expect(json).toMatchObject({
      outcome: 'declined',
      intent: { last_payment_error: { decline_code: 'insufficient_funds' } },
    });
  });

  test('3155 requires one challenge at setup, and then works off-session; 3184 never does', async () => {
    const outcome = async (number: string) => {
      const customer = (await stripe.client.customers.create()).id;
      const typedIn = await stripe.client.paymentMethods.create({
        type: 'card',
        card: { number, exp_month: 12, exp_year: 2030 },
      });
      const setup = await stripe.client.setupIntents.create({ customer, confirm: true, payment_method: typedIn.id });
      expect(setup.status).toBe('requires_action');
      expect((await answer(setup.id, true)).json).toMatchObject({ intent: { status: 'succeeded', next_action: null } });
      const [method] = (await stripe.client.paymentMethods.list({ customer })).data;
      return stripe.client.paymentIntents.create({ ...card(method?.id ?? ''), customer, off_session: true });
    };
    expect((await outcome('4000002500003155')).status).toBe('succeeded');
    const error = await refusal(outcome('4000002760003184'));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });

  test('a failed challenge at setup saves nothing', async () => {
    const customer = (await stripe.client.customers.create()).id;
    const setup = await stripe.client.setupIntents.create({
      customer,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
    });
    await answer(setup.id, false);
    const failed = await stripe.client.setupIntents.retrieve(setup.id);
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'setup_intent_authentication_failure' },
    });
    expect((await stripe.client.paymentMethods.list({ customer })).data).toEqual([]);
  });
});

describe('bank debits', () => {
  const debit = (iban: string) =>
    stripe.client.paymentIntents.create({
      amount: 3000,
      currency: 'eur',
      confirm: true,
      payment_method_data: {
        type: 'sepa_debit',
        sepa_debit: { iban },
        billing_details: { name: 'Ada', email: 'ada@example.com' },
      },
    });

  test('are processing for days and then paid', async () => {
    await stripe.quiet();
    const intent = await debit('AT61 1904 3002 3457 3201');
    expect(intent.status).toBe('processing');
    expect(await stripe.types()).toEqual(['payment_intent.created', 'payment_intent.processing', 'charge.pending']);
    expect((await refusal(stripe.client.refunds.create({ payment_intent: intent.id }))).statusCode).toBe(400);
    await stripe.advance(3 * 86_400);
    expect(await stripe.types()).toEqual(['payment_intent.succeeded', 'charge.succeeded']);
    await stripe.advance(2);
    expect(await stripe.types()).toEqual(['charge.updated']);
    expect((await stripe.client.paymentIntents.retrieve(intent.id)).amount_received).toBe(3000);
  });

  test('or fail', async () => {
    await stripe.quiet();
    const intent = await debit('AT861904300235473202');
    await stripe.types();
    await stripe.advance(3 * 86_400);
    expect(await stripe.types()).toEqual(['payment_intent.payment_failed', 'charge.failed']);
    expect(await stripe.client.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_method_debit_failed' },
    });
  });

  test('work for US accounts too', async () => {
    const intent = await stripe.client.paymentIntents.create({
      amount: 3000,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_usBankAccount',
    });
    expect(intent.status).toBe('processing');
    await stripe.control(`stripe/payments/${intent.id}/settle`);
    expect((await stripe.client.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });
});
