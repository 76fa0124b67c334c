import type { APIRequestContext } from '@playwright/test';
import { continueWith, payAtStripe } from '../../e2e/buying';
import { expect, signIn, test } from '../../e2e/fixtures';
import { checkoutsOf, newPerson, paymentsOf, subscriptionsOf } from '../../e2e/ledger';
import { breakApi, callsTo, repairApi } from '../../e2e/sandbox';
import { APP } from '../../e2e/urls';

const post = (request: APIRequestContext, data: unknown, headers: Record<string, string> = { origin: APP }) =>
  request.post('/api/checkout', { headers, data });

const WRONG = [
  { what: 'an unknown plan', data: { plan: 'platinum' }, field: 'plan' },
  { what: 'no packs at all', data: { plan: 'credits', quantity: 0 }, field: 'quantity' },
  { what: 'too many packs', data: { plan: 'credits', quantity: 101 }, field: 'quantity' },
  { what: 'a made-up price', data: { plan: 'lifetime', amount: 1 }, field: 'amount' },
  { what: 'an unrelated price id', data: { plan: 'pro', interval: 'month', priceId: 'price_1' }, field: 'priceId' },
  { what: 'nothing', data: {}, field: 'plan' },
];

for (const { what, data, field } of WRONG) {
  test(`ordering ${what} is rejected with the name of the field, and no provider is called`, async ({
    page,
    person,
  }) => {
    const before = (await callsTo('stripe')) + (await callsTo('dodo'));
    const answer = await post(page.request, data);
    expect(answer.status()).toBe(422);
    expect(await answer.json()).toMatchObject({ error: { code: 'request/invalid', field } });
    expect((await callsTo('stripe')) + (await callsTo('dodo'))).toBe(before);
    expect(await checkoutsOf(person)).toEqual([]);
  });
}

test('a missing body is rejected like a wrong one', async ({ page, person: _ }) => {
  const answer = await page.request.post('/api/checkout', { headers: { origin: APP } });
  expect(answer.status()).toBe(422);
});

test('an API client without a session gets an error that says so', async ({ page }) => {
  const answer = await post(page.request, { plan: 'lifetime' });
  expect(answer.status()).toBe(401);
});

test('another site cannot order on a user’s behalf', async ({ page, person }) => {
  for (const path of ['/api/checkout', '/api/portal', '/api/premium/report']) {
    const answer = await page.request.post(path, {
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      data: { plan: 'lifetime' },
    });
    expect(answer.status(), path).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'request/cross-origin' } });
  }
  expect(await checkoutsOf(person)).toEqual([]);
});

test('a subscriber is not sold a second subscription, and gets a link to the account', async ({ page, person }) => {
  await page.goto('/checkout/start?plan=starter&interval=month');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
  const answer = await post(page.request, { plan: 'pro', interval: 'year', provider: 'dodo' });
  expect(answer.status()).toBe(409);
  expect(await answer.json()).toMatchObject({ error: { code: 'billing/already-subscribed' } });

  await page.goto('/checkout/start?plan=pro&interval=year');
  await page.getByRole('link', { name: 'Go to account' }).click();
  await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible();
  expect(await subscriptionsOf(person)).toEqual(['stripe starter_month active']);

  await page.goto('/pricing');
  await page.getByRole('link', { name: 'Manage plan' }).first().click();
  await expect(page).toHaveURL(`${APP}/account`);
});

test('another user’s checkout is not found, whatever is requested', async ({ page, person }) => {
  await page.goto('/checkout/start?plan=lifetime');
  await continueWith(page, 'Stripe');
  await expect(page).toHaveURL(/\/pay\/stripe/);
  const [theirs] = await checkoutsOf(person);
  await signIn(page.context(), await newPerson());
  for (const path of ['/checkout/success', '/checkout/canceled', '/api/billing/status']) {
    const answer = await page.request.get(`${path}?checkout=${theirs}`);
    expect(answer.status(), path).toBe(404);
  }
});

test('too many attempts get a response with the time to wait, for checkout and for the portal', async ({
  page,
  person: _,
}) => {
  for (const [path, allowed] of [
    ['/api/checkout', 5],
    ['/api/portal', 20],
  ] as const) {
    const statuses: number[] = [];
    let wait: string | undefined;
    for (let tries = 0; tries <= allowed; tries += 1) {
      // Rejected because of the unknown provider, or answered from the session that is already open: cheap either way.
      const answer = await page.request.post(path, {
        headers: { origin: APP },
        data: path === '/api/portal' ? {} : { plan: 'lifetime', provider: 'stripe' },
      });
      statuses.push(answer.status());
      wait = answer.headers()['retry-after'];
    }
    expect(statuses.slice(0, allowed), path).not.toContain(429);
    expect(statuses.at(-1), path).toBe(429);
    expect(Number(wait), path).toBeGreaterThan(0);
  }
});

test('a provider outage shows a friendly page and has no other effect, and the next attempt works', async ({
  page,
  person,
}) => {
  await page.goto('/checkout/start?plan=lifetime');
  await breakApi('stripe');
  const answered = page.waitForResponse((response) => response.url().startsWith(`${APP}/api/checkout`));
  await continueWith(page, 'Stripe');
  expect((await answered).status()).toBe(503);
  await expect(
    page.getByRole('heading', { name: /can’t reach our payment provider right now. You weren’t charged/ }),
  ).toBeVisible();
  await repairApi();
  await page.goto('/checkout/start?plan=lifetime');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
  expect(await paymentsOf(person)).toEqual(['stripe lifetime 1× 59000 USD succeeded']);
});
