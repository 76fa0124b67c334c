import { askedFor, plansOf, refundsOf } from './account-ledger';
import { expect, test, withAndWithoutScripts } from './story';
import { buyThrough, clock, PROVIDERS, WEAK } from './subscribing';

withAndWithoutScripts(() => {
  for (const provider of PROVIDERS) {
    test(`through ${provider} somebody cancels with a reason, then keeps the plan after all`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=starter&interval=year');
      await page.goto('/account');
      await page.getByRole('link', { name: 'Cancel plan' }).click();
      await expect(page.getByRole('heading', { name: 'Cancel Starter' })).toBeVisible();
      await expect(page.getByText(/^Starter stays fully open until /)).toBeVisible();
      await page.getByLabel('It costs too much').check();
      await page.getByLabel('Anything we should know?').fill('Perhaps next year');
      await page.getByRole('button', { name: 'Cancel my plan' }).click();
      await expect(page.getByText('Your plan is cancelled')).toBeVisible();
      await expect(page.getByText(/^Starter ends on /)).toBeVisible();
      expect(await plansOf(person)).toEqual(['starter_year active, ending']);
      expect(await askedFor(person)).toEqual(['schedule-cancel succeeded too_expensive Perhaps next year']);

      await page.getByRole('button', { name: 'Keep my plan' }).click();
      await expect(page.getByText('Welcome back, your plan goes on')).toBeVisible();
      await expect(page.getByText(/^Starter is paid until .* renews by itself\.$/)).toBeVisible();
      expect(await plansOf(person)).toEqual(['starter_year active']);
    });
  }

  test('a trial is cancelled without a word of why, and stays open to its end', async ({ page, person }) => {
    await buyThrough(page, 'Dodo Payments', 'plan=pro&interval=month');
    await page.goto('/account/cancel');
    await expect(page.getByText('Nothing is charged at all: your trial is free to its end.')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel my plan' }).click();
    await expect(page.getByText('Your plan is cancelled')).toBeVisible();
    expect(await askedFor(person)).toEqual(['schedule-cancel succeeded']);
    await page.goto('/premium');
    await expect(page.getByRole('button', { name: 'Make the report' })).toBeVisible();
    await page.goto('/account/cancel');
    await expect(page.getByRole('heading', { name: 'There is nothing to cancel' })).toBeVisible();
  });
});

for (const provider of PROVIDERS) {
  test(`through ${provider} somebody ends a plan at once and has the money back`, async ({ page, person }) => {
    await buyThrough(page, provider, 'plan=starter&interval=month');
    await page.goto('/account/cancel');
    await page.getByRole('link', { name: 'End it at once instead' }).click();
    await expect(page.getByText(/The rest of that time is given up/)).toBeVisible();
    await page.getByRole('link', { name: 'End it and get $9.00 back' }).click();
    await page.getByRole('button', { name: 'Refund $9.00' }).click();
    await expect(page.getByText('Your money is on its way back')).toBeVisible();
    expect(await plansOf(person)).toEqual(['starter_month ended']);
    await expect.poll(() => refundsOf(person)).toEqual(['starter_month 900 succeeded']);
  });
}

test('whoever owes and wants no more ends it at once, and nothing is tried again', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month', WEAK);
  await clock({ advanceDays: 32 });
  await page.goto('/account');
  await expect(page.getByText('Your last payment did not go through')).toBeVisible();
  await page.getByRole('link', { name: 'Cancel plan' }).click();
  await expect(page.getByText('The open payment is not tried again.')).toBeVisible();
  await page.getByRole('button', { name: 'End it now' }).click();
  await expect(page.getByText('Your plan is cancelled')).toBeVisible();
  expect(await plansOf(person)).toEqual(['starter_month ended']);
});
