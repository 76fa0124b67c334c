import { plansOf } from '../../e2e/account-ledger';
import { DECLINED_CARD, payAtDodo, payAtStripe } from '../../e2e/buying';
import { expect, test, withAndWithoutScripts } from '../../e2e/fixtures';
import { paymentsOf } from '../../e2e/ledger';
import { webhooksArrived } from '../../e2e/sandbox';
import { buyThrough, clock, comeBackTo, FAILS_LATER_CARD } from '../../e2e/subscribing';

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    const payWith = provider === 'Stripe' ? payAtStripe : payAtDodo;

    test(`a past-due customer through ${provider} updates the payment method, which is charged right away`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month', FAILS_LATER_CARD);
      await clock({ advanceDays: 32 });
      await page.goto('/account');
      await expect(page.getByText('Your last payment failed')).toBeVisible();
      expect(await plansOf(person)).toEqual(['starter_month past_due']);
      await page.getByRole('link', { name: 'Pay now' }).click();
      await expect(page.getByText('Visa ending in 0341')).toBeVisible();
      await expect(page.getByText('$9.00', { exact: true })).toBeVisible();
      await page.getByRole('button', { name: 'Continue to card details' }).click();
      await payWith(page, DECLINED_CARD);
      await expect(page.getByRole('alert')).toContainText(/declined/i);
      await payWith(page);
      await comeBackTo(page, 'Your payment method was updated');
      await expect(page.getByText('Your last payment failed')).toHaveCount(0);
      await webhooksArrived();
      expect(await plansOf(person)).toEqual(['starter_month active']);
      expect((await paymentsOf(person)).filter((line) => line.endsWith('succeeded'))).toHaveLength(2);
    });
  }
});

test('updating the payment method when nothing is due costs nothing', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await page.goto('/account');
  await page.getByRole('link', { name: 'Update payment method' }).click();
  await expect(page.getByText('Use a different card for Starter from now on.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue to card details' }).click();
  await payAtStripe(page, '5555 5555 5555 4444');
  await expect(page.getByText('Your payment method was updated')).toBeVisible();
  await webhooksArrived();
  expect(await paymentsOf(person)).toHaveLength(1);
});
