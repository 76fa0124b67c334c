import { askedFor, lastPaid, plansOf } from './account-ledger';
import { paymentsOf } from './ledger';
import { webhooksArrived } from './sandbox';
import { expect, test, withAndWithoutScripts } from './story';
import { buyThrough, clock, PROVIDERS, WEAK } from './subscribing';

test.afterEach(() => clock({ freeze: false }));

const cents = (money: string | null) => Number((money ?? '').replace(/[^\d]/g, ''));

withAndWithoutScripts(() => {
  for (const provider of PROVIDERS) {
    test(`through ${provider} an upgrade costs to the cent what the page said`, async ({ page, person }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month');
      await page.goto('/account');
      await page.getByRole('link', { name: 'Change plan' }).click();
      await expect(page.getByText('You are on Starter, monthly.')).toBeVisible();
      await clock({ freeze: true });
      await page.getByRole('link', { name: 'See what it means: Pro, monthly' }).click();
      await expect(page.getByText('You change from Starter, monthly to Pro, monthly.')).toBeVisible();
      await expect(page.getByText(/^\$29\.00 a month, first on /)).toBeVisible();
      const button = page.getByRole('button', { name: /^Change and pay \$\d+\.\d\d$/ });
      const shown = cents(await button.textContent());
      expect(shown).toBeGreaterThan(0);
      expect(shown).toBeLessThanOrEqual(2000);
      expect(await plansOf(person)).toEqual(['starter_month active']);

      await button.click();
      await expect(page.getByText('Your plan is changed')).toBeVisible();
      await expect(page.getByText(/^Pro is paid until/)).toBeVisible();
      await webhooksArrived();
      expect(await lastPaid(person)).toBe(shown);
      expect(await plansOf(person)).toEqual(['pro_month active']);
    });

    test(`through ${provider} a cheaper plan in a trial costs nothing now, and can be taken back`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=pro&interval=month');
      await page.goto('/account/change');
      await page.getByRole('link', { name: 'See what it means: Starter, monthly' }).click();
      await expect(page.getByText('$0.00, nothing')).toBeVisible();
      await expect(page.getByText(/when the trial ends$/)).toBeVisible();
      await page.getByRole('button', { name: 'Change my plan' }).click();
      await expect(page.getByText('Your change is planned')).toBeVisible();
      await expect(page.getByText(/^Starter, monthly begins on/)).toBeVisible();
      await expect(page.getByText(/^\$9\.00 on /)).toBeVisible();
      await expect(page.getByRole('link', { name: 'Change plan' })).toHaveCount(0);
      expect(await plansOf(person)).toEqual(['pro_month trialing, then starter_month']);

      await page.getByRole('button', { name: 'Keep my plan as it is' }).click();
      await expect(page.getByText('Everything stays as it was')).toBeVisible();
      await expect(page.getByText(/^\$29\.00 on /)).toBeVisible();
      expect(await plansOf(person)).toEqual(['pro_month trialing']);
      expect(await lastPaid(person)).toBe(0);
    });
  }

  test('amounts that were open for long are shown once more, and only then charged', async ({ page, person }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await page.goto('/account/change/confirm?plan=pro&interval=year');
    const button = page.getByRole('button', { name: /^Change and pay/ });
    const before = await button.textContent();
    await clock({ advanceDays: 3 });
    await button.click();
    await expect(page.getByText('Please look at the amounts once more')).toBeVisible();
    expect(await button.textContent()).not.toBe(before);
    expect(await askedFor(person)).toEqual([]);
    await button.click();
    await expect(page.getByText('Your plan is changed')).toBeVisible();
    expect(await plansOf(person)).toEqual(['pro_year active']);
  });
});

for (const provider of PROVIDERS) {
  test(`through ${provider} a declined upgrade is said, and leaves everything as it was`, async ({ page, person }) => {
    await buyThrough(page, provider, 'plan=starter&interval=month', WEAK);
    await page.goto('/account/change/confirm?plan=pro&interval=month');
    await page.getByRole('button', { name: /^Change and pay/ }).click();
    await expect(page.getByText('The payment was declined, and nothing changed')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Change my card' })).toBeVisible();
    expect(await plansOf(person)).toEqual(['starter_month active']);
    await webhooksArrived();
    expect((await paymentsOf(person)).filter((line) => line.endsWith('succeeded'))).toHaveLength(1);
    await page.goto('/account');
    await expect(page.getByText(/^Starter is paid until/)).toBeVisible();
  });
}

test('two clicks on the same button change the plan once', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await page.goto('/account/change/confirm?plan=pro&interval=month');
  await page.getByRole('button', { name: /^Change and pay/ }).dblclick();
  await expect(page).toHaveURL(/\/account\?done=change$/);
  await webhooksArrived();
  expect((await askedFor(person)).filter((line) => line.startsWith('change-now'))).toEqual(['change-now succeeded']);
  expect(await paymentsOf(person)).toHaveLength(2);
});

test('without a plan there is nothing to change, and a plan nobody sells is not asked for', async ({
  page,
  person: _,
}) => {
  await page.goto('/account/change');
  await expect(page.getByText('There is no subscription to change.')).toBeVisible();
  await page.goto('/account/change/confirm?plan=platinum&interval=month');
  await expect(page).toHaveURL(/\/account\/change$/);
});
