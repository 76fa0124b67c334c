import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

describe('customers', () => {
  test('keep their details', async () => {
    const address = { line1: 'Main Street 1', city: 'Springfield', country: 'US', postal_code: '12345' };
    const { id } = await stripe.client.customers.create({
      email: 'ada@example.com',
      name: 'Ada',
      phone: '+1',
      address,
      shipping: { name: 'Ada', address },
      preferred_locales: ['en'],
      tax_exempt: 'reverse',
      tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
    });
    expect(await stripe.client.customers.retrieve(id, { expand: ['tax_ids'] })).toMatchObject({
      object: 'customer',
      email: 'ada@example.com',
      address: { ...address, line2: null, state: null },
      shipping: { name: 'Ada', address: { city: 'Springfield' } },
      invoice_prefix: expect.stringMatching(/^[A-Z0-9]{8}$/),
      next_invoice_sequence: 1,
      balance: 0,
      delinquent: false,
      tax_exempt: 'reverse',
      tax_ids: { data: [{ type: 'eu_vat', value: 'DE123456789', country: 'DE' }] },
    });
    expect((await refusal(stripe.client.customers.create({ email: 'ada' }))).code).toBe('email_invalid');
  });

  test('are found by their exact email', async () => {
    const { id } = await stripe.client.customers.create({ email: 'Grace@example.com' });
    expect((await stripe.client.customers.list({ email: 'Grace@example.com' })).data.map((each) => each.id)).toEqual([
      id,
    ]);
    expect((await stripe.client.customers.list({ email: 'grace@example.com' })).data).toEqual([]);
  });

  test('are returned as deleted after deletion, and can’t be used', async () => {
    const { id } = await stripe.client.customers.create({ payment_method: 'pm_card_visa' });
    expect(await stripe.client.customers.del(id)).toEqual({ id, object: 'customer', deleted: true });
    expect(await stripe.client.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true });
    expect((await refusal(stripe.client.customers.update(id, { name: 'x' }))).statusCode).toBe(404);
    expect((await refusal(stripe.client.customers.del(id))).statusCode).toBe(404);
    const pay = stripe.client.paymentIntents.create({ amount: 500, currency: 'usd', customer: id });
    expect(await refusal(pay)).toMatchObject({ statusCode: 400, param: 'customer' });
  });

  test('have a balance with a transaction for every change', async () => {
    const { id } = await stripe.client.customers.create();
    await stripe.types();
    const credit = await stripe.client.customers.createBalanceTransaction(id, {
      amount: -500,
      currency: 'usd',
      description: 'Sorry',
    });
    expect(credit).toMatchObject({ type: 'adjustment', amount: -500, ending_balance: -500, description: 'Sorry' });
    expect((await stripe.client.customers.update(id, { balance: -200 })).balance).toBe(-200);
    const { data } = await stripe.client.customers.listBalanceTransactions(id);
    expect(data.map(({ amount, ending_balance }) => [amount, ending_balance])).toEqual([
      [300, -200],
      [-500, -500],
    ]);
    expect(await stripe.types()).toEqual(['customer.updated', 'customer.updated']);
    const euros = stripe.client.customers.createBalanceTransaction(id, { amount: 1, currency: 'eur' });
    expect((await refusal(euros)).param).toBe('currency');
    const shown = await stripe.client.customers.retrieve(id, { expand: ['invoice_credit_balance'] });
    expect(shown).toMatchObject({ invoice_credit_balance: { usd: -200 } });
  });

  test('can get a discount from an older client, which can be removed', async () => {
    const { id: coupon } = await stripe.client.coupons.create({ percent_off: 20 });
    const { json } = await stripe.raw('POST', '/v1/customers', `coupon=${coupon}`);
    expect(json.discount).toMatchObject({ object: 'discount', source: { type: 'coupon', coupon } });
    await stripe.types();
    expect(await stripe.client.customers.deleteDiscount(json.id)).toMatchObject({ deleted: true });
    expect(await stripe.types()).toEqual(['customer.discount.deleted', 'customer.updated']);
  });
});

describe('payment methods', () => {
  test('a predefined name creates a new method of the customer', async () => {
    const { id } = await stripe.client.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const [method] = (await stripe.client.paymentMethods.list({ customer: id, type: 'card' })).data;
    expect(method?.id).toMatch(/^pm_1[A-Za-z0-9]{23}$/);
    const customer = await stripe.client.customers.retrieve(id, {
      expand: ['invoice_settings.default_payment_method'],
    });
    expect(customer).toMatchObject({
      invoice_settings: { default_payment_method: { id: method?.id, card: { last4: '4242' } } },
    });
    expect((await stripe.client.customers.listPaymentMethods(id)).data).toHaveLength(1);
    expect((await stripe.client.customers.retrievePaymentMethod(id, method?.id ?? '')).id).toBe(method?.id);
  });

  test('can be updated and detached: then it is no longer a default, and can’t be attached elsewhere before', async () => {
    const { id } = await stripe.client.customers.create();
    const method = await stripe.client.paymentMethods.attach('pm_card_mastercard', { customer: id });
    await stripe.client.customers.update(id, { invoice_settings: { default_payment_method: method.id } });
    const changed = await stripe.client.paymentMethods.update(method.id, {
      billing_details: { name: 'Ada', address: { country: 'US' } },
      card: { exp_month: 11, exp_year: 2033 },
      metadata: { seen: 'yes' },
    });
    expect(changed).toMatchObject({
      billing_details: { name: 'Ada' },
      card: { exp_month: 11, exp_year: 2033 },
      metadata: { seen: 'yes' },
    });
    const { id: other } = await stripe.client.customers.create();
    expect((await refusal(stripe.client.paymentMethods.attach(method.id, { customer: other }))).statusCode).toBe(400);
    const use = stripe.client.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer: other,
      payment_method: method.id,
      confirm: true,
    });
    expect((await refusal(use)).statusCode).toBe(400);
    await stripe.types();
    expect((await stripe.client.paymentMethods.detach(method.id)).customer).toBeNull();
    expect(await stripe.types()).toEqual(['customer.updated', 'payment_method.detached']);
    expect(await stripe.client.customers.retrieve(id)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    expect((await refusal(stripe.client.paymentMethods.detach(method.id))).statusCode).toBe(400);
  });

  test('a customer’s default must be their own method', async () => {
    const { id } = await stripe.client.customers.create();
    const method = await stripe.client.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    const use = stripe.client.customers.update(id, { invoice_settings: { default_payment_method: method.id } });
    expect((await refusal(use)).message).toMatch(/must be attached to the customer/);
    expect(await refusal(stripe.client.paymentMethods.attach('pm_nowhere', { customer: id }))).toMatchObject({
      statusCode: 404,
      param: 'payment_method',
      message: "No such PaymentMethod: 'pm_nowhere'",
    });
  });

  test('a token can be used once, as a card in the legacy API', async () => {
    const token = await stripe.client.tokens.create({
      card: { number: '4242424242424242', exp_month: '12', exp_year: '2031', cvc: '123' },
    });
    expect(token).toMatchObject({ object: 'token', type: 'card', used: false, card: { last4: '4242', brand: 'Visa' } });
    const customer = await stripe.client.customers.create({ source: token.id, expand: ['default_source'] });
    expect(customer.default_source).toMatchObject({ object: 'card', id: token.card?.id });
    expect((await stripe.client.tokens.retrieve(token.id)).used).toBe(true);
    expect((await refusal(stripe.client.customers.create({ source: token.id }))).code).toBe('token_already_used');
    const charge = await stripe.client.charges.create({ amount: 700, currency: 'usd', customer: customer.id });
    expect(charge).toMatchObject({ status: 'succeeded', payment_intent: null });
    expect(
      (await refusal(stripe.client.charges.create({ amount: 700, currency: 'usd', source: 'tok_chargeDeclined' })))
        .code,
    ).toBe('card_declined');
  });
});

describe('the account', () => {
  test('can be retrieved', async () => {
    expect(await stripe.client.accounts.retrieveCurrent()).toMatchObject({
      object: 'account',
      charges_enabled: true,
      country: 'US',
    });
  });
});
