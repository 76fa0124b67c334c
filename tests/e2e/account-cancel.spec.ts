import { askedFor, plansOf } from './account-ledger';
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

test('with the keyboard alone somebody cancels', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await page.goto('/account/cancel');
  const at = page.locator(':focus');
  const tabTo = async (name: string) => {
    for (let stops = 0; stops < 30; stops += 1) {
      await page.keyboard.press('Tab');
      if ((await at.count()) > 0 && (await at.textContent())?.trim() === name) return;
    }
    throw new Error(`The keyboard does not reach ${name}`);
  };
  await tabTo('Cancel my plan');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your plan is cancelled')).toBeVisible();
  await tabTo('Keep my plan');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Welcome back, your plan goes on')).toBeVisible();
  expect(await plansOf(person)).toEqual(['starter_month active']);
});
