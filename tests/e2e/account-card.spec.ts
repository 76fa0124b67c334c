import { plansOf } from './account-ledger';
import { DECLINED, payAtDodo, payAtStripe } from './buying';
import { paymentsOf } from './ledger';
import { webhooksArrived } from './sandbox';
import { expect, test, withAndWithoutScripts } from './story';
import { buyThrough, clock, comeBackTo, PROVIDERS, WEAK } from './subscribing';

withAndWithoutScripts(() => {
  for (const provider of PROVIDERS) {
    const payWith = provider === 'Stripe' ? payAtStripe : payAtDodo;

    test(`whoever owes through ${provider} gives another card, which pays at once`, async ({ page, person }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month', WEAK);
      await clock({ advanceDays: 32 });
      await page.goto('/account');
      await expect(page.getByText('Your last payment did not go through')).toBeVisible();
      expect(await plansOf(person)).toEqual(['starter_month past_due']);
      await page.getByRole('link', { name: 'Pay now' }).click();
      await expect(page.getByText('Visa ending 0341')).toBeVisible();
      await expect(page.getByText('$9.00', { exact: true })).toBeVisible();
      await page.getByRole('button', { name: 'Go on to the card' }).click();
      await payWith(page, DECLINED);
      await expect(page.getByRole('alert')).toContainText(/declined/i);
      await payWith(page);
      await comeBackTo(page, 'Your new card is in use');
      await expect(page.getByText('Your last payment did not go through')).toHaveCount(0);
      await webhooksArrived();
      expect(await plansOf(person)).toEqual(['starter_month active']);
      expect((await paymentsOf(person)).filter((line) => line.endsWith('succeeded'))).toHaveLength(2);
    });
  }
});

test('another card while all is paid costs nothing', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await page.goto('/account');
  await page.getByRole('link', { name: 'Change card' }).click();
  await expect(page.getByText('Pay for Starter with another card from now on.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on to the card' }).click();
  await payAtStripe(page, '5555 5555 5555 4444');
  await expect(page.getByText('Your new card is in use')).toBeVisible();
  await webhooksArrived();
  expect(await paymentsOf(person)).toHaveLength(1);
});
