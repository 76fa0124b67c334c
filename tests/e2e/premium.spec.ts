import { continueWith, payAtStripe } from './buying';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { APP } from './urls';

withAndWithoutScripts(() => {
  test('a visitor who opens the reports is sent to sign in and returns to them', async ({ page }) => {
    await page.goto('/premium');
    await expect(page).toHaveURL(`${APP}/sign-in?callbackUrl=%2Fpremium`);
  });

  test('without a plan the reports page shows a preview and one button', async ({ page, person: _ }) => {
    await page.goto('/premium');
    await expect(page.getByRole('heading', { name: 'Reports are included with Pro' })).toBeVisible();
    await page.getByRole('button', { name: 'Get Pro' }).click();
    await expect(page.getByRole('heading', { name: 'Pro (monthly)' })).toBeVisible();
  });

  test('an invalid line in the numbers is named, and no input is lost', async ({ page, person: _ }) => {
    await page.goto('/dashboard');
    await page.getByLabel('Your numbers').fill('2026-11-01, 4\n2026-11-31, 5');
    await page.getByRole('button', { name: 'Summarize' }).click();
    await expect(page.getByText('Line 2: start with a date')).toBeVisible();
    await expect(page.getByLabel('Your numbers')).toHaveValue('2026-11-01, 4\n2026-11-31, 5');
    await page.getByLabel('Your numbers').fill('2026-11-01, 4\n2026-11-02, 8');
    await page.getByRole('button', { name: 'Summarize' }).click();
    await expect(page.getByText('12', { exact: true })).toBeVisible();
  });
});

test('the API is available by plan', async ({ page, person: _ }) => {
  const before = await page.request.get('/api/premium/report');
  expect(before.status()).toBe(403);
  expect(await before.json()).toEqual({
    error: { code: 'subscription_required', message: 'Your plan doesn’t include this.' },
  });
  await page.goto('/checkout/start?plan=pro&interval=month');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Your trial has started' })).toBeVisible();
  const after = await page.request.get('/api/premium/report');
  expect(after.status()).toBe(200);
  expect(await after.json()).toMatchObject({ plan: 'pro', includedDays: 31, credits: 0 });
  const report = await page.request.post('/api/premium/report', {
    headers: { origin: APP },
    data: { series: '2026-11-01, 4\n2026-11-02, 8' },
  });
  expect(await report.json()).toMatchObject({ report: { total: 12, average: 6 } });
});

test('a plan with downloads exports the numbers as a file, and one without does not', async ({ page, person: _ }) => {
  const form = { series: '2026-11-01, 4\n2026-11-02, 8' };
  const before = await page.request.post('/api/premium/export', { headers: { origin: APP }, form });
  expect(before.status()).toBe(403);
  await page.goto('/checkout/start?plan=starter&interval=month');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
  await page.goto('/dashboard');
  await page.getByLabel('Your numbers').fill(form.series);
  await page.getByRole('button', { name: 'Summarize' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  expect((await download).suggestedFilename()).toBe('report.csv');
});
