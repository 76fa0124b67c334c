import { afterAll, beforeAll, expect, test } from 'vitest';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';
import { sdkKeys } from './sdk-keys';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
  products = await makeCatalog(world.client);
});
afterAll(() => world.close());

const keys = (value: object) => Object.keys(value).sort();
/** Expects every key of the SDK's interface, null where empty, and no others. */
const complete = (value: object, file: string, name: string) => expect(keys(value)).toEqual(sdkKeys(file, name));

const id21 = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[A-Za-z0-9]{21}$`));
const micros = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

test('products are created, retrieved, listed, updated, archived, and unarchived', async () => {
  const { client } = world;
  const made = await client.products.create({
    name: 'Book',
    price: { type: 'one_time_price', currency: 'EUR', price: 1500 },
    tax_category: 'e_book',
    metadata: { app: 'tollgate' },
  });
  complete(made, 'products/products', 'Product');
  expect(made).toMatchObject({
    product_id: id21('pdt'),
    created_at: micros,
    is_recurring: false,
    tax_category: 'e_book',
  });
  expect(made.price).toMatchObject({ type: 'one_time_price', currency: 'EUR', price: 1500, tax_inclusive: false });
  expect(await client.products.update(made.product_id, { name: 'A better book' })).toBe('');
  expect(await client.products.retrieve(made.product_id)).toMatchObject({
    name: 'A better book',
    metadata: { app: 'tollgate' },
  });

  const listed = (await client.products.list({ page_number: 0, recurring: false })).items.find(
    (row) => row.product_id === made.product_id,
  );
  complete(listed ?? {}, 'products/products', 'ProductListResponse');
  expect(listed?.price).toBe(1500);

  await client.products.archive(made.product_id);
  const left = await client.products.list({ page_number: 0, page_size: 100 });
  expect(left.items.map((row) => row.product_id)).not.toContain(made.product_id);
  expect((await client.products.list({ page_number: 0, archived: true })).items).toHaveLength(1);
  await expect(client.products.update(made.product_id, { name: 'x' })).rejects.toMatchObject({
    status: 410,
    error: { code: 'PRODUCT_IS_DELETED' },
  });
  await client.products.unarchive(made.product_id);
  expect((await client.products.list({ page_number: 0, archived: true })).items).toEqual([]);
});

test('customers are created, found by email, updated, and get a portal link', async () => {
  const { client } = world;
  const made = await client.customers.create({ email: 'Grace@Example.com', name: 'Grace', metadata: { user_id: '7' } });
  complete(made, 'customers/customers', 'Customer');
  expect(made).toMatchObject({ customer_id: id21('cus'), created_at: micros, phone_number: null, blocked_at: null });
  const twin = await client.customers.create({ email: 'grace@example.com', name: 'Another Grace' });
  const found = await client.customers.list({ page_number: 0, email: 'grace@example.com' });
  expect(found.items.map((row) => row.customer_id)).toEqual([twin.customer_id, made.customer_id]);
  expect(await client.customers.update(made.customer_id, { phone_number: '+1' })).toMatchObject({
    phone_number: '+1',
    name: 'Grace',
  });
  const { link } = await client.customers.customerPortal.create(made.customer_id, {
    return_url: 'http://127.0.0.1:3000/account',
  });
  const page = await (await fetch(link)).text();
  expect(page).toContain('Grace@Example.com');
  expect(page).toContain('http://127.0.0.1:3000/account');
});

test('a checkout session has the documented fields before and after the payment', async () => {
  const { client } = world;
  const session = await client.checkoutSessions.create({
    product_cart: [{ product_id: products.credits, quantity: 3 }],
    customer: { email: 'kay@example.com', name: 'Kay' },
  });
  complete(session, 'checkout-sessions', 'CheckoutSessionResponse');
  expect(session).toMatchObject({
    session_id: id21('cks'),
    payment_id: null,
    client_secret: null,
    publishable_key: null,
  });
  const before = await client.checkoutSessions.retrieve(session.session_id);
  complete(before, 'checkout-sessions', 'CheckoutSessionStatus');
  expect(before).toMatchObject({ customer_email: 'kay@example.com', payment_id: null, payment_status: null });
  const paid = await world.pay(session.session_id);
  expect(await client.checkoutSessions.retrieve(session.session_id)).toMatchObject({
    payment_id: paid.payment_id,
    payment_status: 'succeeded',
  });
  expect((await client.payments.retrieve(paid.payment_id)).total_amount).toBe(3000);
});

test('a confirmed session with a saved card is charged immediately and has no page', async () => {
  const { client } = world;
  const { customerId } = await buy(world, products.pro);
  const { items } = await client.customers.retrievePaymentMethods(customerId);
  const [card] = items;
  complete(card ?? {}, 'customers/customers', 'CustomerRetrievePaymentMethodsResponse.Item');
  const order = {
    product_cart: [{ product_id: products.credits, quantity: 1 }],
    billing_address: { country: 'US' as const },
  };
  const confirmed = await client.checkoutSessions.create({
    ...order,
    customer: { customer_id: customerId },
    confirm: true,
    payment_method_id: card?.payment_method_id ?? '',
  });
  expect(confirmed.checkout_url).toBeNull();
  expect(await client.payments.retrieve(confirmed.payment_id ?? '')).toMatchObject({
    status: 'succeeded',
    total_amount: 1000,
  });

  const waiting = await client.checkoutSessions.create({
    ...order,
    customer: { customer_id: customerId },
    confirm: true,
  });
  expect(await client.payments.retrieve(waiting.payment_id ?? '')).toMatchObject({ status: 'requires_payment_method' });
  await client.customers.deletePaymentMethod(card?.payment_method_id ?? '', { customer_id: customerId });
  expect((await client.customers.retrievePaymentMethods(customerId)).items).toEqual([]);
});

test('a preview shows today and later, with the tax of the country', async () => {
  const preview = await world.client.checkoutSessions.preview({
    product_cart: [
      { product_id: products.trial, quantity: 1 },
      { product_id: products.credits, quantity: 2 },
    ],
    billing_address: { country: 'DE' },
  });
  complete(preview, 'checkout-sessions', 'CheckoutSessionPreviewResponse');
  complete(preview.product_cart[0] ?? {}, 'checkout-sessions', 'CheckoutSessionPreviewResponse.ProductCart');
  expect(preview).toMatchObject({
    billing_country: 'DE',
    total_price: 2380,
    total_tax: 380,
    current_breakup: { subtotal: 2000, discount: 0, tax: 380, total_amount: 2380 },
    recurring_breakup: { subtotal: 2900, discount: 0, tax: 551, total_amount: 3451 },
    trial_period_days: 14,
  });
});

test('payments and subscriptions have every field, in lists and on their own', async () => {
  const { client } = world;
  const bought = await buy(world, products.pro, undefined, { billing_address: { country: 'FR', city: 'Paris' } });
  const payment = await client.payments.retrieve(bought.payment_id);
  complete(payment, 'payments', 'Payment');
  complete(payment.customer, 'payments', 'CustomerLimitedDetails');
  expect(payment).toMatchObject({
    payment_id: id21('pay'),
    created_at: micros,
    total_amount: 3480,
    tax: 580,
    settlement_currency: 'USD',
    billing: { country: 'FR', city: 'Paris', state: null, street: null, zipcode: null },
    payment_method: 'card',
    card_network: 'VISA',
    payment_provider: 'dodo',
    refund_status: null,
    discounts: null,
  });
  const listed = (await client.payments.list({ page_number: 0, subscription_id: bought.subscriptionId })).items[0];
  complete(listed ?? {}, 'payments', 'PaymentListResponse');

  const subscription = await client.subscriptions.retrieve(bought.subscriptionId);
  complete(subscription, 'subscriptions', 'Subscription');
  expect(subscription).toMatchObject({
    subscription_id: id21('sub'),
    next_billing_date: micros,
    expires_at: micros,
    addons: [],
    meters: [],
    scheduled_change: null,
    trial_amount: null,
  });
  const one = (await client.subscriptions.list({ page_number: 0, customer_id: bought.customerId })).items[0];
  complete(one ?? {}, 'subscriptions', 'SubscriptionListResponse');
  expect(one?.product_name).toBe('Pro');
});

test('line items add up to the payment, and the invoice is a PDF without login', async () => {
  const { client } = world;
  const bought = await buy(world, products.lifetime, undefined, {
    product_cart: [
      { product_id: products.lifetime, quantity: 1 },
      { product_id: products.credits, quantity: 7 },
    ],
    billing_address: { country: 'IT' },
  });
  const payment = await client.payments.retrieve(bought.payment_id);
  const { items } = await client.payments.retrieveLineItems(bought.payment_id);
  complete(items[0] ?? {}, 'payments', 'PaymentRetrieveLineItemsResponse.Item');
  expect(items.reduce((sum, item) => sum + item.amount + item.tax, 0)).toBe(payment.total_amount);
  expect(items.map((item) => item.items_id)).toEqual([products.lifetime, products.credits]);

  const invoice = await client.invoices.payments.retrieve(bought.payment_id);
  expect(invoice.headers.get('content-type')).toBe('application/pdf');
  const open = await fetch(payment.invoice_url ?? '');
  const text = Buffer.from(await open.arrayBuffer()).toString('latin1');
  expect(text.startsWith('%PDF-')).toBe(true);
  expect(text).toContain('Lifetime');
});

test('refunds, disputes, payouts, and discounts have every field', async () => {
  const { client } = world;
  const bought = await buy(world, products.lifetime);
  const refund = await client.refunds.create({ payment_id: bought.payment_id, metadata: { operation: 'op1' } });
  complete(refund, 'refunds', 'Refund');
  expect(refund).toMatchObject({
    refund_id: id21('ref'),
    status: 'pending',
    amount: 29_900,
    is_partial: false,
    metadata: { operation: 'op1' },
  });
  const listed = (await client.refunds.list({ page_number: 0, customer_id: bought.customerId })).items[0];
  complete(listed ?? {}, 'payments', 'RefundListItem');
  expect(await client.refunds.retrieve(refund.refund_id)).toEqual(refund);
  expect((await client.invoices.payments.retrieveRefund(refund.refund_id)).status).toBe(200);

  const other = await buy(world, products.credits);
  await world.control(`dodo/payments/${other.payment_id}/dispute`);
  const [open] = (await client.disputes.list({ page_number: 0, customer_id: other.customerId })).items;
  complete(open ?? {}, 'disputes', 'DisputeListResponse');
  const dispute = await client.disputes.retrieve(open?.dispute_id ?? '');
  complete(dispute, 'disputes', 'GetDispute');
  expect(dispute).toMatchObject({
    dispute_id: id21('dp'),
    amount: '1000',
    dispute_status: 'dispute_opened',
    dispute_stage: 'dispute',
  });
  const embedded = (await client.payments.retrieve(other.payment_id)).disputes[0];
  complete(embedded ?? {}, 'disputes', 'Dispute');

  await world.control('dodo/payouts');
  const [payout] = (await client.payouts.list({ page_number: 0 })).items;
  complete(payout ?? {}, 'payouts/payouts', 'PayoutListResponse');

  const discount = await client.discounts.create({
    amount: 2500,
    type: 'percentage',
    code: 'spring',
    subscription_cycles: 2,
  });
  complete(discount, 'discounts', 'Discount');
  expect(discount).toMatchObject({ code: 'SPRING', discount_id: id21('dsc'), times_used: 0 });
  expect(await client.discounts.retrieveByCode('spring')).toEqual(discount);
  expect(await client.discounts.update(discount.discount_id, { name: 'Spring' })).toMatchObject({
    name: 'Spring',
    amount: 2500,
    subscription_cycles: 2,
  });
  const used = await buy(world, products.pro, undefined, { discount_codes: ['Spring'] });
  const detail = (await client.payments.retrieve(used.payment_id)).discounts?.[0];
  complete(detail ?? {}, 'discounts', 'DiscountDetail');
  expect((await client.discounts.list({ page_number: 0 })).items[0]?.times_used).toBe(1);
  expect(await client.discounts.delete(discount.discount_id)).toBeNull();
  await expect(client.discounts.retrieve(discount.discount_id)).rejects.toMatchObject({ status: 404 });
});

test('a license key is issued with the purchase and has an activation limit', async () => {
  const { client } = world;
  const product = await client.products.create({
    name: 'App',
    price: { type: 'one_time_price', currency: 'USD', price: 5000 },
    tax_category: 'digital_products',
    license_key_enabled: true,
    license_key_activations_limit: 1,
  });
  const bought = await buy(world, product.product_id);
  const [key] = (await client.licenseKeys.list({ page_number: 0, customer_id: bought.customerId })).items;
  complete(key ?? {}, 'license-keys', 'LicenseKey');
  expect(new URL(bought.redirect_url ?? '').searchParams.get('license_key')).toBe(key?.key);
  const license_key = key?.key ?? '';
  expect(await client.licenses.validate({ license_key })).toEqual({ valid: true });
  const instance = await client.licenses.activate({ license_key, name: 'laptop' });
  complete(instance, 'licenses', 'LicenseActivateResponse');
  await expect(client.licenses.activate({ license_key, name: 'phone' })).rejects.toMatchObject({
    status: 422,
    error: { code: 'LICENSE_KEY_LIMIT_REACHED' },
  });
  complete(await client.licenseKeyInstances.retrieve(instance.id), 'license-key-instances', 'LicenseKeyInstance');
  expect((await client.licenseKeyInstances.update(instance.id, { name: 'desk' })).name).toBe('desk');
  expect((await client.licenseKeyInstances.list({ page_number: 0, license_key_id: key?.id ?? '' })).items).toHaveLength(
    1,
  );
  await client.licenses.deactivate({ license_key, license_key_instance_id: instance.id });
  await client.licenseKeys.update(key?.id ?? '', { disabled: true });
  expect(await client.licenses.validate({ license_key })).toEqual({ valid: false });
  await expect(client.licenses.activate({ license_key, name: 'phone' })).rejects.toMatchObject({
    status: 403,
    error: { code: 'INACTIVE_LICENSE_KEY' },
  });
  await expect(client.licenses.activate({ license_key: 'none', name: 'x' })).rejects.toMatchObject({
    status: 404,
    error: { code: 'LICENSE_KEY_NOT_FOUND' },
  });
});

test('usage is metered, and usage beyond the free units is charged with the renewal', async () => {
  const { client } = world;
  const meter = await client.meters.create({
    name: 'API calls',
    event_name: 'api.call',
    measurement_unit: 'calls',
    aggregation: { type: 'sum', key: 'n' },
  });
  complete(meter, 'meters', 'Meter');
  const product = await client.products.create({
    name: 'Metered',
    tax_category: 'saas',
    price: {
      type: 'usage_based_price',
      currency: 'USD',
      fixed_price: 1000,
      payment_frequency_count: 1,
      payment_frequency_interval: 'Month',
      subscription_period_count: 1,
      subscription_period_interval: 'Year',
      meters: [{ meter_id: meter.id, free_threshold: 100, price_per_unit: '2.5' }],
    },
  });
  const bought = await buy(world, product.product_id);
  const event = { customer_id: bought.customerId, event_name: 'api.call' };
  await expect(
    client.usageEvents.ingest({
      events: [
        { ...event, event_id: 'a' },
        { ...event, event_id: 'a' },
      ],
    }),
  ).rejects.toMatchObject({ status: 400 });
  const sent = {
    events: [
      { ...event, event_id: 'a', metadata: { n: 90 } },
      { ...event, event_id: 'b', metadata: { n: 31 } },
    ],
  };
  expect(await client.usageEvents.ingest(sent)).toEqual({ ingested_count: 2 });
  expect(await client.usageEvents.ingest(sent)).toEqual({ ingested_count: 0 });
  complete(await client.usageEvents.retrieve('a'), 'usage-events', 'Event');
  expect((await client.usageEvents.list({ page_number: 0, meter_id: meter.id })).items).toHaveLength(2);
  const [period] = (await client.subscriptions.retrieveUsageHistory(bought.subscriptionId, { page_number: 0 })).items;
  expect(period?.meters[0]).toMatchObject({
    consumed_units: '121',
    chargeable_units: '21',
    total_price: 53,
    price_per_unit: '2.5',
  });
  await world.advance(31);
  const [renewal] = (await client.payments.list({ page_number: 0, subscription_id: bought.subscriptionId })).items;
  expect(renewal?.total_amount).toBe(1053);
  expect(await client.meters.archive(meter.id)).toBeNull();
  expect((await client.meters.list({ page_number: 0 })).items).toEqual([]);
  await client.meters.unarchive(meter.id);
});

test('add-ons are sold with their subscription and charged with it', async () => {
  const { client } = world;
  const addon = await client.addons.create({ name: 'Seat', price: 500, currency: 'USD', tax_category: 'saas' });
  complete(addon, 'addons', 'AddonResponse');
  expect((await client.addons.update(addon.id, { price: 600 })).price).toBe(600);
  await client.products.update(products.starter, { addons: [addon.id] });
  const bought = await buy(world, products.starter, undefined, {
    product_cart: [{ product_id: products.starter, quantity: 1, addons: [{ addon_id: addon.id, quantity: 2 }] }],
  });
  expect(await client.subscriptions.retrieve(bought.subscriptionId)).toMatchObject({
    addons: [{ addon_id: addon.id, quantity: 2 }],
    recurring_pre_tax_amount: 2100,
  });
  expect((await client.payments.retrieve(bought.payment_id)).total_amount).toBe(2100);
});

test('the legacy endpoints for payments and subscriptions still work', async () => {
  const { client } = world;
  const customer = { email: 'old@example.com', name: 'Old' };
  const billing = { country: 'US' as const };
  const payment = await client.payments.create({
    billing,
    customer,
    product_cart: [{ product_id: products.credits, quantity: 1 }],
    payment_link: true,
  });
  complete(payment, 'payments', 'PaymentCreateResponse');
  await world.pay((payment.payment_link ?? '').split('/').pop() ?? '');
  expect((await client.payments.retrieve(payment.payment_id)).status).toBe('succeeded');
  const made = await client.subscriptions.create({
    billing,
    customer,
    product_id: products.pro,
    quantity: 1,
    payment_link: true,
  });
  complete(made, 'subscriptions', 'SubscriptionCreateResponse');
  expect((await client.subscriptions.retrieve(made.subscription_id)).status).toBe('pending');
  await world.pay((made.payment_link ?? '').split('/').pop() ?? '');
  expect((await client.subscriptions.retrieve(made.subscription_id)).status).toBe('active');
});

test('an on-demand subscription is charged on request, not on a schedule', async () => {
  const { client } = world;
  const bought = await buy(world, products.pro, undefined, {
    subscription_data: { on_demand: { mandate_only: true } },
  });
  expect((await client.payments.retrieve(bought.payment_id)).total_amount).toBe(0);
  const { payment_id } = await client.subscriptions.charge(bought.subscriptionId, {
    product_price: 4200,
    metadata: { why: 'usage' },
  });
  expect(await client.payments.retrieve(payment_id)).toMatchObject({
    status: 'succeeded',
    total_amount: 4200,
    metadata: { why: 'usage' },
  });
  await world.advance(70);
  expect((await client.payments.list({ page_number: 0, subscription_id: bought.subscriptionId })).items).toHaveLength(
    2,
  );
  await expect(client.subscriptions.charge(bought.subscriptionId, { product_price: 3 })).rejects.toMatchObject({
    error: { code: 'TOTAL_PAYMENT_AMOUNT_BELOW_MINIMUM_AMOUNT' },
  });
});

test('the list of countries needs no API key', async () => {
  const answer = await fetch(`${world.url}/dodo/checkout/supported_countries`);
  const countries = (await answer.json()) as string[];
  expect(countries).toContain('DE');
  expect(countries).not.toContain('AI');
  expect(await world.client.misc.listSupportedCountries()).toEqual(countries);
});
