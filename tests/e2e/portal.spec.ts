import { continueWith, payAtDodo, payAtStripe } from './buying';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { APP } from './urls';

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    test(`a customer of ${provider} opens the billing portal and returns`, async ({ page, person: _ }) => {
      await page.goto('/checkout/start?plan=starter&interval=month');
      await continueWith(page, provider);
      await (provider === 'Stripe' ? payAtStripe(page) : payAtDodo(page));
      await page.getByRole('link', { name: 'View account' }).click();
      await expect(page.getByText(/^Starter renews automatically on/)).toBeVisible();
      await page.getByRole('button', { name: 'Manage billing' }).click();
      await expect(page).toHaveURL(provider === 'Stripe' ? /\/pay\/stripe\/portal\// : /\/pay\/dodo\/portal\//);
      await page.getByRole('link', { name: /Return to/ }).click();
      await expect(page).toHaveURL(`${APP}/account`);
    });
  }
});

test('a user who never paid has no billing portal to open, and a message says so', async ({ page, person: _ }) => {
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Free' }).or(page.getByText('Free', { exact: true }))).toBeVisible();
  await expect(page.getByRole('button', { name: 'Manage billing' })).toBeHidden();
  const answer = await page.request.post('/api/portal', { headers: { origin: APP }, data: {} });
  expect(answer.status()).toBe(409);
  expect(await answer.json()).toMatchObject({ error: { code: 'billing/no-customer' } });
});

test('a user whose session ended meanwhile returns to the page of the form after signing in', async ({ page }) => {
  const headers = { origin: APP, accept: 'text/html' };
  for (const [path, back] of Object.entries({ '/api/portal': '/account', '/api/premium/report': '/premium' })) {
    const answer = await page.request.post(path, { headers, form: {}, maxRedirects: 0 });
    expect([answer.status(), answer.headers().location], path).toEqual([
      303,
      `${APP}/sign-in?${new URLSearchParams({ callbackUrl: back })}`,
    ]);
  }
});

test('signing out ends access to the account', async ({ page, person: _ }) => {
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${APP}/`);
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
});
