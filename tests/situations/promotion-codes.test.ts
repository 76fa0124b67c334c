import { beforeAll, describe, expect, test } from 'vitest';
import { billingOverview } from '@/lib/billing/account/overview';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const credits = (provider: Provider): CheckoutInput => ({ plan: 'credits', quantity: 2, currency: 'USD', provider });

async function api(provider: Provider, path: string, body: Record<string, unknown>): Promise<{ id?: string }> {
  const { stripe, dodo } = env().payments;
  const [key, type, text] =
    provider === 'stripe'
      ? [
          stripe?.secretKey,
          'application/x-www-form-urlencoded',
          String(new URLSearchParams(body as Record<string, string>)),
        ] // all strings, by the callers below
      : [dodo?.apiKey, 'application/json', JSON.stringify(body)];
  const answer = await fetch(`${world.sandbox.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body: text,
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { id?: string }; // only Stripe's id is read
}

/** Creates a code for a percentage off: of one payment, or of every payment. */
async function makeCode(provider: Provider, code: string, percent: number, duration: 'once' | 'forever') {
  if (provider === 'dodo') {
    const cycles = duration === 'once' ? { subscription_cycles: 1 } : {};
    await api('dodo', '/dodo/discounts', { code, type: 'percentage', amount: percent * 100, ...cycles });
    return;
  }
  const coupon = await api('stripe', '/v1/coupons', { percent_off: `${percent}`, duration });
  const promotion = { 'promotion[type]': 'coupon', 'promotion[coupon]': coupon.id ?? '', code };
  await api('stripe', '/v1/promotion_codes', promotion);
}

/** Types the code into the form of the hosted page. */
async function enter(checkout: { provider: Provider; url: string | null }, code: string): Promise<void> {
  const action = checkout.provider === 'stripe' ? 'promotion' : 'discount';
  const answer = await fetch(`${checkout.url}/${action}`, { method: 'POST', body: new URLSearchParams({ code }) });
  expect(answer.ok).toBe(true);
}

async function buyWith(code: string, input: CheckoutInput) {
  const user = await newCustomer();
  const checkout = await open(user, input);
  await enter(checkout, code);
  expect(await pay(world, checkout)).toBe(true);
  await world.quiet();
  expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'paid' });
  return user;
}

const paid = (userId: string) =>
  db().payment.findMany({ where: { workspaceId: userId, status: 'succeeded' }, orderBy: { createdAt: 'asc' } });

describe.each(PROVIDERS)('a code entered on the page of %s', (provider) => {
  test('discounts only the first payment when it applies once', async () => {
    await makeCode(provider, `ONCE${provider}`.toUpperCase(), 20, 'once');
    const user = await buyWith(`ONCE${provider}`.toUpperCase(), starter(provider));
    expect(await paid(user.id)).toMatchObject([{ amount: 720n }]);
    expect((await billingOverview(user.id)).subscription).toMatchObject({ amount: 900n });
    await world.control('clock', { advanceDays: 32 });
    await world.quiet();
    expect(await paid(user.id)).toMatchObject([{ amount: 720n }, { amount: 900n }]);
    expect(await db().email.count({ where: { userId: user.id, kind: 'receipt' } })).toBe(2);
  });

  test('discounts every payment when it has no end date, and the next charge shows it', async () => {
    await makeCode(provider, `EVER${provider}`.toUpperCase(), 50, 'forever');
    const user = await buyWith(`EVER${provider}`.toUpperCase(), starter(provider));
    expect((await billingOverview(user.id)).subscription).toMatchObject({ amount: 450n });
    await world.control('clock', { advanceDays: 32 });
    await world.quiet();
    expect(await paid(user.id)).toMatchObject([{ amount: 450n }, { amount: 450n }]);
  });

  test('discounts credits and grants all of them', async () => {
    await makeCode(provider, `PACK${provider}`.toUpperCase(), 25, 'once');
    const user = await buyWith(`PACK${provider}`.toUpperCase(), credits(provider));
    expect(await paid(user.id)).toMatchObject([{ amount: 1500n, quantity: 2 }]);
    expect((await billingOverview(user.id)).credits).toBe(200);
  });

  test('that does not exist changes nothing', async () => {
    const user = await buyWith('UNKNOWN', credits(provider));
    expect(await paid(user.id)).toMatchObject([{ amount: 2000n }]);
  });
});
