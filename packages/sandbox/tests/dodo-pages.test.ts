import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  products = await makeCatalog(world.client);
});

async function checkout(productId: string, more: object = {}): Promise<string> {
  const session = await world.client.checkoutSessions.create({
    product_cart: [{ product_id: productId, quantity: 1 }],
    customer: { email: 'ada@example.com', name: 'Ada Lovelace' },
    return_url: `${world.url}/mail?from=shop`,
    cancel_url: `${world.url}/mail`,
    ...more,
  });
  return session.checkout_url ?? '';
}

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const card = { card_number: '4242424242424242', card_expiry: '12 / 34', card_cvc: '123', card_name: 'Ada' };

describe('with plain forms', () => {
  test('every POST redirects with 303, and a changed total is shown before it is paid', async () => {
    const url = await checkout(products.lifetime);
    const changed = await post(`${url}/pay`, {
      ...card,
      email: 'ada@example.com',
      name: 'Ada',
      country: 'DE',
      shown_total: '29900',
    });
    expect(changed.status).toBe(303);
    expect(new URL(changed.headers.get('location') ?? '', url).searchParams.get('problem')).toContain(
      'total has changed',
    );
    expect((await world.client.payments.list({ page_number: 0 })).items).toEqual([]);
    const page = await (await fetch(url)).text();
    expect(page).toContain('VAT (19%)');
    expect(page).toContain('Pay $355.81');
    const paid = await post(`${url}/pay`, { ...card, country: 'DE', shown_total: '35581' });
    expect(paid.headers.get('location')).toBe(new URL(url).pathname);
    expect((await world.client.payments.list({ page_number: 0 })).items[0]).toMatchObject({
      total_amount: 35_581,
      status: 'succeeded',
    });
  });

  test('paying twice from two tabs charges once', async () => {
    const url = await checkout(products.lifetime);
    const pay = () => post(`${url}/pay`, { ...card, shown_total: '29900' });
    await Promise.all([pay(), pay()]);
    expect((await world.client.payments.list({ page_number: 0 })).items).toHaveLength(1);
  });

  test('redirect_immediately skips the thank-you page', async () => {
    const url = await checkout(products.lifetime, { feature_flags: { redirect_immediately: true } });
    const paid = await post(`${url}/pay`, { ...card, shown_total: '29900' });
    expect(paid.headers.get('location')).toMatch(/\/mail\?from=shop&payment_id=pay_\w+&status=succeeded&email=/);
  });

  test('an unknown or expired checkout says so, and a portal link only works for its customer', async () => {
    expect((await fetch(`${world.url}/pay/dodo/session/cks_none`)).status).toBe(404);
    const url = await checkout(products.lifetime);
    await world.advance(1, 1);
    expect(await (await fetch(url)).text()).toContain('expired');
    await expect(world.pay(url.split('/').pop() ?? '')).rejects.toThrow('CHECKOUT_SESSION_EXPIRED');

    const { subscriptionId } = await buy(world, products.pro);
    const stranger = await world.client.customers.create({ email: 'eve@example.com', name: 'Eve' });
    const { link } = await world.client.customers.customerPortal.create(stranger.customer_id);
    expect((await post(`${link}/subscriptions/${subscriptionId}/cancel`, { when: 'now' })).status).toBe(404);
    expect((await world.client.subscriptions.retrieve(subscriptionId)).status).toBe('active');
    await world.advance(1, 1);
    expect((await fetch(link)).status).toBe(404);
  });

  test('custom fields are shown and their values are in the payment', async () => {
    const url = await checkout(products.lifetime, {
      custom_fields: [{ key: 'team', label: 'Team name', field_type: 'text', required: true }],
      feature_flags: { require_phone_number: true },
    });
    const missing = await post(`${url}/pay`, { ...card, shown_total: '29900', phone: '+1 555' });
    expect(decodeURIComponent(missing.headers.get('location') ?? '')).toContain('Team+name');
    await post(`${url}/pay`, { ...card, shown_total: '29900', phone: '+1 555', field_team: 'Analysts' });
    const [paid] = (await world.client.payments.list({ page_number: 0 })).items;
    const payment = await world.client.payments.retrieve(paid?.payment_id ?? '');
    expect(payment).toMatchObject({
      custom_field_responses: [{ key: 'team', value: 'Analysts' }],
      customer: { phone_number: '+1 555' },
    });
  });

  test('a saved card can be selected if the shop offers it', async () => {
    const { customerId } = await buy(world, products.pro);
    const url = await checkout(products.credits, {
      customer: { customer_id: customerId },
      show_saved_payment_methods: true,
    });
    expect(await (await fetch(url)).text()).toContain('Visa ending in 4242');
    const [saved] = (await world.client.customers.retrievePaymentMethods(customerId)).items;
    await post(`${url}/pay`, { method: saved?.payment_method_id ?? '', shown_total: '1000' });
    expect((await world.client.payments.list({ page_number: 0 })).items[0]?.total_amount).toBe(1000);
  });
});

const executablePath = [process.env.CHROMIUM_PATH, chromium.executablePath(), '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
);

describe.skipIf(executablePath === undefined)('in a browser without JavaScript', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  const open = async (url: string, width = 1100): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };

  test('a customer applies a discount, is declined, uses another card, and returns to the shop', async () => {
    await world.client.discounts.create({ amount: 2000, type: 'percentage', code: 'LAUNCH20' });
    const page = await open(await checkout(products.lifetime));
    await page.getByLabel('Discount code').fill('nothing');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('alert').getByText('not valid').waitFor();
    await page.getByLabel('Discount code').fill('launch20');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Test cards').click();
    await page.getByRole('link', { name: 'insufficient funds' }).click();
    await page.getByRole('button', { name: 'Pay $239.20' }).click();
    await page.getByRole('alert').getByText('insufficient funds').waitFor();
    await page.getByLabel('Card number').fill('5555 5555 5555 4444');
    await page.getByRole('button', { name: 'Pay $239.20' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await page.getByRole('link', { name: 'Continue to Tollgate' }).click();
    expect(new URL(page.url()).searchParams.get('status')).toBe('succeeded');
  });

  test('a bank asks for confirmation: the customer rejects it, tries again, and confirms', async () => {
    const page = await open(await checkout(products.lifetime, { force_3ds: true }));
    await page.getByRole('button', { name: 'Pay $299.00' }).click();
    await page.getByRole('button', { name: 'No, decline it' }).click();
    await page.getByRole('alert').getByText('could not confirm').waitFor();
    await page.getByRole('button', { name: 'Pay $299.00' }).click();
    await page.getByRole('button', { name: 'Confirm the payment' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect((await world.client.payments.list({ page_number: 0 })).items).toHaveLength(1);
  });

  test('a subscriber cancels with a reason in the portal, undoes it, then cancels immediately', async () => {
    const { customerId, subscriptionId } = await buy(world, products.pro);
    const { link } = await world.client.customers.customerPortal.create(customerId);
    const page = await open(link);
    await page.getByText('Cancel', { exact: true }).click();
    await page.getByLabel('Why?').selectOption('unused');
    await page.getByRole('button', { name: 'Cancel the subscription' }).click();
    await page.getByText('Ends on').waitFor();
    expect(await world.client.subscriptions.retrieve(subscriptionId)).toMatchObject({
      cancel_at_next_billing_date: true,
      cancellation_feedback: 'unused',
    });
    await page.getByRole('button', { name: 'Keep the subscription' }).click();
    await page.getByText('Next charge on').waitFor();
    await page.getByText('Cancel', { exact: true }).click();
    await page.getByLabel('Now, without a refund').check();
    await page.getByRole('button', { name: 'Cancel the subscription' }).click();
    await page.getByText('Canceled on').waitFor();
    expect((await world.client.subscriptions.retrieve(subscriptionId)).status).toBe('cancelled');
  });

  test('a subscription on hold is paid in the portal with a new card', async () => {
    const { customerId, subscriptionId } = await buy(world, products.pro, '4000000000000341');
    await world.advance(31);
    const { link } = await world.client.customers.customerPortal.create(customerId);
    const page = await open(link);
    await page.getByRole('button', { name: 'Pay $29.00 with a new card' }).click();
    await page.getByRole('heading', { name: 'Renew Pro' }).waitFor();
    await page.getByRole('button', { name: 'Pay $29.00' }).click();
    await page.getByRole('link', { name: 'Continue to Tollgate' }).click();
    await page.getByText('Next charge on').waitFor();
    expect((await world.client.subscriptions.retrieve(subscriptionId)).status).toBe('active');
  });

  test('a trial starts on a phone, and no page is wider than the screen', async () => {
    const page = await open(await checkout(products.trial), 320);
    const fits = () => page.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth);
    expect(await fits()).toBe(true);
    await page.getByRole('button', { name: 'Start the trial' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await fits()).toBe(true);
    const [subscription] = (await world.client.subscriptions.list({ page_number: 0 })).items;
    const { link } = await world.client.customers.customerPortal.create(subscription?.customer.customer_id ?? '');
    await page.goto(link);
    await page.getByText('trial', { exact: true }).waitFor();
    expect(await fits()).toBe(true);
  });
});

test('every scenario of the control page reports its result', async () => {
  const run = async (title: string) => {
    const result = await world.world.stories.find((story) => story.provider === 'dodo' && story.title === title)?.run();
    return typeof result === 'string'
      ? { message: result, href: undefined }
      : { message: result?.message ?? '', href: result?.href };
  };
  await expect(run('Renew now')).rejects.toThrow('Buy one first');
  const { subscriptionId, payment_id } = await buy(world, products.pro);
  expect((await run('Renew now')).message).toContain('Pro is now active');
  expect((await run('Renewal fails')).message).toContain('Pro is now on hold');
  const { href } = await run('New card for a subscription on hold');
  expect((await world.pay(href?.split('/').pop() ?? '')).outcome).toBe('succeeded');
  expect((await world.client.subscriptions.retrieve(subscriptionId)).status).toBe('active');
  await run('Open a dispute');
  expect((await run('Lose the dispute')).message).toContain('is lost');
  await run('Open a dispute');
  expect((await run('Win the dispute')).message).toContain('is won');
  await run('Next refund fails');
  const refund = await world.client.refunds.create({ payment_id });
  await world.advance(0, 1);
  expect((await world.client.refunds.retrieve(refund.refund_id)).status).toBe('failed');
});
