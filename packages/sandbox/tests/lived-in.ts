import DodoPayments from 'dodopayments';
import { createTransport } from 'nodemailer';
import Stripe from 'stripe';
import type { Sandbox } from '../src/engine/sandbox';
import { freezeInMarch } from './march';

const SHOP = 'http://127.0.0.1:3000/';

/**
 * Fills a sandbox with objects of most types, using the SDKs, the control page, and an email. Returns the URLs of
 * hosted pages that wait for a customer.
 */
export async function livedIn(sandbox: Sandbox): Promise<string[]> {
  await freezeInMarch(sandbox);
  // The key that signs ID tokens is created on first use, and kept.
  await fetch(`${sandbox.url}/oauth/google/jwks`);
  await stripeLife(sandbox);
  await dodoLife(sandbox);
  // Some scenarios have no matching customer; the buttons are pressed for their side effects.
  for (const index of sandbox.world.stories.keys())
    await fetch(`${sandbox.url}/panel/stories/${index}`, { method: 'POST' });
  const mail = createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, ignoreTLS: true });
  await mail.sendMail({ from: 'a@shop.test', to: 'b@shop.test', subject: 'Hello', html: '<p>Hello</p>' });
  const client = { client_id: 'sandbox', redirect_uri: SHOP, response_type: 'code', scope: 'openid email', state: 's' };
  const consent = ['oauth/google/authorize', 'oauth/github/login/oauth/authorize'];
  return [
    ...consent.map((path) => `${sandbox.url}/${path}?${new URLSearchParams(client)}`),
    ...(await stripeLife(sandbox)),
    ...(await dodoLife(sandbox)),
  ];
}

async function stripeLife(sandbox: Sandbox): Promise<string[]> {
  const { hostname, port } = new URL(sandbox.url);
  const client = new Stripe('sk_test_lived_in', { host: hostname, port, protocol: 'http', telemetry: false });
  const price = await client.prices.create({
    currency: 'usd',
    unit_amount: 2000,
    recurring: { interval: 'month' },
    product_data: { name: 'Basic' },
  });
  const customer = await client.customers.create({ email: 'jenny@example.com', name: 'Jenny Rosen' });
  const method = await client.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await client.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const subscription = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  const checkout = await client.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: SHOP,
  });
  const portal = await client.billingPortal.sessions.create({ customer: customer.id, return_url: SHOP });
  const paid = await client.paymentIntents.create({
    amount: 900,
    currency: 'usd',
    customer: customer.id,
    payment_method: method.id,
    confirm: true,
    return_url: SHOP,
  });
  await client.refunds.create({ payment_intent: paid.id, amount: 100 });
  const coupon = await client.coupons.create({ percent_off: 10, duration: 'once' });
  await client.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  await client.testHelpers.testClocks.create({ frozen_time: sandbox.world.clocks.now() });
  await client.subscriptionSchedules.create({ from_subscription: subscription.id });
  await client.setupIntents.create({ customer: customer.id });
  await client.invoiceItems.create({ customer: customer.id, amount: 100, currency: 'usd' });
  const asked = await client.paymentIntents.create({
    amount: 900,
    currency: 'usd',
    payment_method: 'pm_card_authenticationRequired',
    confirm: true,
    return_url: SHOP,
  });
  return [
    checkout.url ?? '',
    portal.url,
    `${portal.url}/cancel/${subscription.id}`,
    `${portal.url}/plan/${subscription.id}`,
    `${sandbox.url}/pay/stripe/challenge/${asked.id}`,
    `${sandbox.url}/objects/stripe.customers/${customer.id}`,
    ...['customers', 'products', 'payment_intents', 'subscriptions'].map(
      (kind) => `${sandbox.url}/v1/${kind}/search?query=${encodeURIComponent("metadata['a']:'b'")}`,
    ),
  ];
}

async function dodoLife(sandbox: Sandbox): Promise<string[]> {
  const client = new DodoPayments({ bearerToken: 'dodo_lived_in', baseURL: `${sandbox.url}/dodo`, maxRetries: 0 });
  const product = await client.products.create({
    name: 'Lifetime',
    tax_category: 'saas',
    license_key_enabled: true,
    price: { type: 'one_time_price', currency: 'USD', price: 29_900 },
  } as DodoPayments.ProductCreateParams);
  const customer = await client.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' });
  const order = {
    product_cart: [{ product_id: product.product_id, quantity: 1 }],
    customer: { customer_id: customer.customer_id },
    billing_address: { country: 'US' as const },
    return_url: SHOP,
  };
  const paid = await client.checkoutSessions.create(order);
  const open = await client.checkoutSessions.create(order);
  const answer = await fetch(`${sandbox.url}/_sandbox/dodo/checkout/${paid.session_id}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: '4242424242424242' }),
  });
  const { payment_id } = (await answer.json()) as { payment_id: string }; // the control API's own shape
  await client.refunds.create({ payment_id });
  await client.discounts.create({ type: 'percentage', amount: 1000 });
  const { link } = await client.customers.customerPortal.create(customer.customer_id);
  return [open.checkout_url ?? '', link];
}
