import { plansOf, refundsOf, requestsOf } from './account-ledger';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { buyThrough, clock, FAILS_LATER_CARD, PROVIDERS } from './subscribing';

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    test(`through ${provider} a customer cancels with a reason, then keeps the plan after all`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=starter&interval=year');
      await page.goto('/account');
      await page.getByRole('link', { name: 'Cancel subscription' }).click();
      await expect(page.getByRole('heading', { name: 'Cancel Starter' })).toBeVisible();
      await expect(page.getByText(/^You’ll keep full access to Starter until /)).toBeVisible();
      await page.getByLabel('It’s too expensive').check();
      await page.getByLabel('Anything else we should know?').fill('Perhaps next year');
      await page.getByRole('button', { name: 'Cancel subscription' }).click();
      await expect(page.getByText('Your subscription was canceled')).toBeVisible();
      await expect(page.getByText(/^Starter ends on /)).toBeVisible();
      expect(await plansOf(person)).toEqual(['starter_year active, ending']);
      expect(await requestsOf(person)).toEqual(['schedule-cancel succeeded too_expensive Perhaps next year']);

      await page.getByRole('button', { name: 'Keep my plan' }).click();
      await expect(page.getByText('Your cancellation was reversed')).toBeVisible();
      await expect(page.getByText(/^Starter renews automatically on .*\.$/)).toBeVisible();
      expect(await plansOf(person)).toEqual(['starter_year active']);
    });
  }

  test('a trial is canceled without a reason and stays open until it ends', async ({ page, person }) => {
    await buyThrough(page, 'Dodo Payments', 'plan=pro&interval=month');
    await page.goto('/account/cancel');
    await expect(page.getByText('You won’t be charged. You can keep using your trial until it ends.')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel subscription' }).click();
    await expect(page.getByText('Your subscription was canceled')).toBeVisible();
    expect(await requestsOf(person)).toEqual(['schedule-cancel succeeded']);
    await page.goto('/premium');
    await expect(page.getByRole('button', { name: 'Create report' })).toBeVisible();
    await page.goto('/account/cancel');
    await expect(page.getByRole('heading', { name: 'There’s nothing to cancel' })).toBeVisible();
  });
});

for (const provider of PROVIDERS) {
  test(`through ${provider} a customer ends a plan immediately and gets a refund`, async ({ page, person }) => {
    await buyThrough(page, provider, 'plan=starter&interval=month');
    await page.goto('/account/cancel');
    await page.getByRole('link', { name: 'Cancel immediately instead' }).click();
    await expect(page.getByText(/You’ll lose the remaining time/)).toBeVisible();
    await page.getByRole('link', { name: 'Cancel and refund $9.00' }).click();
    await page.getByRole('button', { name: 'Refund $9.00' }).click();
    await expect(page.getByText('Your refund is on its way')).toBeVisible();
    expect(await plansOf(person)).toEqual(['starter_month ended']);
    await expect.poll(() => refundsOf(person)).toEqual(['starter_month 900 succeeded']);
  });
}

test('a past-due customer ends the plan immediately, and payment is not retried', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month', FAILS_LATER_CARD);
  await clock({ advanceDays: 32 });
  await page.goto('/account');
  await expect(page.getByText('Your last payment failed')).toBeVisible();
  await page.getByRole('link', { name: 'Cancel subscription' }).click();
  await expect(page.getByText('We won’t retry the outstanding payment.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel immediately' }).click();
  await expect(page.getByText('Your subscription was canceled')).toBeVisible();
  expect(await plansOf(person)).toEqual(['starter_month ended']);
});
