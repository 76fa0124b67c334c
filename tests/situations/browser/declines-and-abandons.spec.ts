import { continueWith, DECLINED_CARD, payAtDodo, payAtStripe } from '../../e2e/buying';
import { expect, test, withAndWithoutScripts } from '../../e2e/fixtures';
import { grantsOf, paymentsOf, subscriptionsOf } from '../../e2e/ledger';
import { breakApi, holdWebhooks, repairApi } from '../../e2e/sandbox';
import { APP } from '../../e2e/urls';

withAndWithoutScripts(() => {
  test('a declined card shows at Stripe, and another one succeeds', async ({ page, person }) => {
    await page.goto('/checkout/start?plan=starter&interval=month');
    await continueWith(page, 'Stripe');
    await payAtStripe(page, DECLINED_CARD);
    await expect(page.getByRole('alert')).toContainText(/declined/i);
    await payAtStripe(page);
    await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
    expect(await subscriptionsOf(person)).toEqual(['stripe starter_month active']);
  });

  test('a declined card shows at Dodo, and another one succeeds', async ({ page, person }) => {
    await page.goto('/checkout/start?plan=lifetime');
    await continueWith(page, 'Dodo Payments');
    await payAtDodo(page, DECLINED_CARD);
    await expect(page.getByRole('alert')).toContainText(/declined/i);
    await payAtDodo(page);
    await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
    expect(await grantsOf(person)).toEqual(['lifetime 1']);
  });

  test('leaving the provider before paying charges nothing and leads back', async ({ page, person }) => {
    await page.goto('/checkout/start?plan=credits&quantity=2');
    await continueWith(page, 'Stripe');
    await page.getByRole('link', { name: /^← Back/ }).click();
    await expect(page.getByRole('heading', { name: 'You weren’t charged' })).toBeVisible();
    await page.getByRole('link', { name: 'Pick up where you left off' }).click();
    await expect(page.getByText('$20.00')).toBeVisible();
    expect(await paymentsOf(person)).toEqual([]);
  });

  test('returning before the payment is confirmed shows a pending state, which turns into paid automatically', async ({
    page,
    person: _,
  }) => {
    await page.goto('/checkout/start?plan=lifetime');
    await continueWith(page, 'Stripe');
    await holdWebhooks(true);
    await breakApi('stripe');
    await payAtStripe(page);
    await expect(page.getByRole('heading', { name: 'Confirming your payment' })).toBeVisible();
    await repairApi();
    await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
  });
});

for (const provider of ['Stripe', 'Dodo Payments'] as const) {
  test(`closing the tab at ${provider} after paying still gives access`, async ({ page, person }) => {
    await page.goto('/checkout/start?plan=lifetime');
    await continueWith(page, provider);
    await page.route(`${APP}/checkout/**`, (route) => route.abort());
    await (provider === 'Stripe' ? payAtStripe(page) : payAtDodo(page));
    await expect.poll(() => grantsOf(person)).toEqual(['lifetime 1']);
    const later = await page.context().newPage();
    await page.close();
    await later.goto('/premium');
    await expect(later.getByRole('button', { name: 'Create report' })).toBeVisible();
  });
}
