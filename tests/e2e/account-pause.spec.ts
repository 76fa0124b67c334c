import { plansOf } from './account-ledger';
import { paymentsOf } from './ledger';
import { webhooksArrived } from './sandbox';
import { expect, test, withAndWithoutScripts } from './story';
import { buyThrough, clock } from './subscribing';

withAndWithoutScripts(() => {
  test('through Stripe somebody pauses from the end of the month, thinks again, pauses after all and goes on', async ({
    page,
    person,
  }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    const pause = async () => {
      await page.goto('/account');
      await page.getByRole('link', { name: 'Pause', exact: true }).click();
      await expect(page.getByText(/^Starter stays open until .*, as you have paid\.$/)).toBeVisible();
      await page.getByRole('button', { name: 'Pause my plan' }).click();
      await expect(page.getByText(/^Starter pauses on /)).toBeVisible();
    };
    await pause();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    await page.getByRole('button', { name: 'Do not pause' }).click();
    await expect(page.getByText(/^Starter is paid until/)).toBeVisible();
    await expect(page.getByText(/^Starter pauses on /)).toHaveCount(0);
    await pause();

    await clock({ advanceDays: 40 });
    expect(await plansOf(person)).toEqual(['starter_month paused']);
    expect(await paymentsOf(person)).toHaveLength(1);
    await page.goto('/account');
    await expect(page.getByText('Starter is paused', { exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Go on and pay $9.00' }).click();
    await expect(page.getByText('Your plan goes on')).toBeVisible();
    await webhooksArrived();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    expect((await paymentsOf(person)).filter((line) => line.endsWith('succeeded'))).toHaveLength(2);
  });

  test('through Dodo somebody pauses at once and goes on with the days that were left', async ({ page, person }) => {
    await buyThrough(page, 'Dodo Payments', 'plan=starter&interval=month');
    await page.goto('/account/pause');
    await expect(page.getByText('Starter closes at once.')).toBeVisible();
    await page.getByRole('button', { name: 'Pause my plan' }).click();
    await expect(page.getByText('Your plan is paused')).toBeVisible();
    await expect(page.getByRole('link', { name: 'See the plans' })).toHaveCount(0);
    expect(await plansOf(person)).toEqual(['starter_month paused']);
    await clock({ advanceDays: 40 });
    await page.goto('/account');
    await page.getByRole('link', { name: 'Go on' }).click();
    await expect(page.getByText(/days, kept from before the pause$/)).toBeVisible();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByText('Your plan goes on')).toBeVisible();
    await webhooksArrived();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    expect(await paymentsOf(person)).toHaveLength(1);
  });
});
