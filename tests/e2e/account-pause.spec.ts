import { plansOf } from './account-ledger';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { paymentsOf } from './ledger';
import { webhooksArrived } from './sandbox';
import { buyThrough, clock } from './subscribing';

withAndWithoutScripts(() => {
  test('through Stripe a customer pauses at the end of the month, reconsiders, pauses after all, and resumes', async ({
    page,
    person,
  }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    const pause = async () => {
      await page.goto('/account');
      await page.getByRole('link', { name: 'Pause plan', exact: true }).click();
      await expect(page.getByText(/^You’ll keep access to Starter until .*\.$/)).toBeVisible();
      await page.getByRole('button', { name: 'Pause plan' }).click();
      await expect(page.getByText(/^Starter pauses on /)).toBeVisible();
    };
    await pause();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    await page.getByRole('button', { name: 'Cancel pause' }).click();
    await expect(page.getByText(/^Starter renews automatically on/)).toBeVisible();
    await expect(page.getByText(/^Starter pauses on /)).toHaveCount(0);
    await pause();

    await clock({ advanceDays: 40 });
    expect(await plansOf(person)).toEqual(['starter_month paused']);
    expect(await paymentsOf(person)).toHaveLength(1);
    await page.goto('/account');
    await expect(page.getByText('Starter is paused', { exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Resume plan' }).click();
    await page.getByRole('button', { name: 'Resume and pay $9.00' }).click();
    await expect(page.getByText('Your plan is active again')).toBeVisible();
    await webhooksArrived();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    expect((await paymentsOf(person)).filter((line) => line.endsWith('succeeded'))).toHaveLength(2);
  });

  test('through Dodo a customer pauses immediately and resumes with the days that were left', async ({
    page,
    person,
  }) => {
    await buyThrough(page, 'Dodo Payments', 'plan=starter&interval=month');
    await page.goto('/account/pause');
    await expect(page.getByText('You’ll lose access to Starter right away.')).toBeVisible();
    await page.getByRole('button', { name: 'Pause plan' }).click();
    await expect(page.getByText('Your plan is paused')).toBeVisible();
    await expect(page.getByRole('link', { name: 'View plans' })).toHaveCount(0);
    expect(await plansOf(person)).toEqual(['starter_month paused']);
    await clock({ advanceDays: 40 });
    await page.goto('/account');
    await page.getByRole('link', { name: 'Resume plan' }).click();
    await expect(page.getByText(/days, saved when you paused$/)).toBeVisible();
    await page.getByRole('button', { name: 'Resume plan' }).click();
    await expect(page.getByText('Your plan is active again')).toBeVisible();
    await webhooksArrived();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    expect(await paymentsOf(person)).toHaveLength(1);
  });
});
