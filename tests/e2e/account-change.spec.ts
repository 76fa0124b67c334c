import { lastPaid, plansOf, requestsOf } from './account-ledger';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { paymentsOf } from './ledger';
import { webhooksArrived } from './sandbox';
import { buyThrough, clock, FAILS_LATER_CARD, PROVIDERS } from './subscribing';

test.afterEach(() => clock({ freeze: false }));

const cents = (money: string | null) => Number((money ?? '').replace(/[^\d]/g, ''));

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    test(`through ${provider} an upgrade costs exactly what the page said`, async ({ page, person }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month');
      await page.goto('/account');
      await page.getByRole('link', { name: 'Change plan' }).click();
      await expect(page.getByText('You’re on Starter (monthly).')).toBeVisible();
      await clock({ freeze: true });
      await page.getByRole('link', { name: 'Review change: Pro (monthly)' }).click();
      await expect(page.getByText('You’re switching from Starter (monthly) to Pro (monthly).')).toBeVisible();
      await expect(page.getByText(/^\$29\.00 per month, starting /)).toBeVisible();
      const button = page.getByRole('button', { name: /^Confirm and pay \$\d+\.\d\d$/ });
      const shown = cents(await button.textContent());
      expect(shown).toBeGreaterThan(0);
      expect(shown).toBeLessThanOrEqual(2000);
      expect(await plansOf(person)).toEqual(['starter_month active']);

      await button.click();
      await expect(page.getByText('Your plan was updated')).toBeVisible();
      await expect(page.getByText(/^Pro renews automatically on/)).toBeVisible();
      await webhooksArrived();
      expect(await lastPaid(person)).toBe(shown);
      expect(await plansOf(person)).toEqual(['pro_month active']);
    });

    test(`through ${provider} a downgrade during a trial costs nothing now and can be undone`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=pro&interval=month');
      await page.goto('/account/change');
      await page.getByRole('link', { name: 'Review change: Starter (monthly)' }).click();
      await expect(page.getByText('$0.00', { exact: true })).toBeVisible();
      await expect(page.getByText(/when your trial ends$/)).toBeVisible();
      await page.getByRole('button', { name: 'Confirm change' }).click();
      await expect(page.getByText('Your change is scheduled')).toBeVisible();
      await expect(page.getByText(/^Starter \(monthly\) starts on/)).toBeVisible();
      await expect(page.getByText(/^\$9\.00 on /)).toBeVisible();
      await expect(page.getByRole('link', { name: 'Change plan' })).toHaveCount(0);
      expect(await plansOf(person)).toEqual(['pro_month trialing, then starter_month']);

      await page.getByRole('button', { name: 'Cancel scheduled change' }).click();
      await expect(page.getByText('Your scheduled change was canceled')).toBeVisible();
      await expect(page.getByText(/^\$29\.00 on /)).toBeVisible();
      expect(await plansOf(person)).toEqual(['pro_month trialing']);
      expect(await lastPaid(person)).toBe(0);
    });
  }

  test('amounts that were shown a long time ago are shown again before they are charged', async ({ page, person }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await page.goto('/account/change/confirm?plan=pro&interval=year');
    const button = page.getByRole('button', { name: /^Confirm and pay/ });
    const before = await button.textContent();
    await clock({ advanceDays: 3 });
    await button.click();
    await expect(page.getByText('Please review the amounts again')).toBeVisible();
    expect(await button.textContent()).not.toBe(before);
    expect(await requestsOf(person)).toEqual([]);
    await button.click();
    await expect(page.getByText('Your plan was updated')).toBeVisible();
    expect(await plansOf(person)).toEqual(['pro_year active']);
  });
});

for (const provider of PROVIDERS) {
  test(`through ${provider} a declined upgrade shows an error and changes nothing`, async ({ page, person }) => {
    await buyThrough(page, provider, 'plan=starter&interval=month', FAILS_LATER_CARD);
    await page.goto('/account/change/confirm?plan=pro&interval=month');
    await page.getByRole('button', { name: /^Confirm and pay/ }).click();
    await expect(page.getByText('Your payment was declined')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Update payment method' })).toBeVisible();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    await webhooksArrived();
    expect((await paymentsOf(person)).filter((line) => line.endsWith('succeeded'))).toHaveLength(1);
    await page.goto('/account');
    await expect(page.getByText(/^Starter renews automatically on/)).toBeVisible();
  });
}

test('two clicks on the same button change the plan once', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await page.goto('/account/change/confirm?plan=pro&interval=month');
  await page.getByRole('button', { name: /^Confirm and pay/ }).dblclick();
  await expect(page).toHaveURL(/\/account\?success=change$/);
  await webhooksArrived();
  expect((await requestsOf(person)).filter((line) => line.startsWith('change-now'))).toEqual(['change-now succeeded']);
  expect(await paymentsOf(person)).toHaveLength(2);
});

test('without a plan there is nothing to change, and a plan that is not for sale is never sent to the provider', async ({
  page,
  person: _,
}) => {
  await page.goto('/account/change');
  await expect(page.getByText('You don’t have an active subscription.')).toBeVisible();
  await page.goto('/account/change/confirm?plan=platinum&interval=month');
  await expect(page).toHaveURL(/\/account\/change$/);
});
