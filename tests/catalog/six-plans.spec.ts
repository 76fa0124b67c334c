import type { Page } from '@playwright/test';
import { lastPaid, plansOf } from '../e2e/account-ledger';
import { continueWith, payAtDodo, payAtStripe } from '../e2e/buying';
import { expect, test } from '../e2e/fixtures';
import { paymentsOf } from '../e2e/ledger';
import { webhooksArrived } from '../e2e/sandbox';
import { clock, comeBackTo, PROVIDERS, type ProviderName } from '../e2e/subscribing';

// scripts/test-catalog.mjs builds the app with tests/fixtures/catalog-of-six.ts as its config/plans.ts.
test.afterEach(() => clock({ freeze: false }));

const card = (page: Page, plan: string) =>
  page.locator('article', { has: page.getByRole('heading', { name: plan, exact: true }) });

/** Chooses on the pricing page, reads the price on the card, and presses its button. */
async function order(page: Page, plan: string, choices: readonly string[], price: string): Promise<void> {
  await page.goto('/pricing');
  for (const choice of choices) await page.locator('fieldset label', { hasText: choice }).click();
  await expect(card(page, plan).locator('.figures:visible')).toHaveText(price);
  await card(page, plan).locator('button:visible').click();
}

async function pay(page: Page, provider: ProviderName): Promise<void> {
  await continueWith(page, provider);
  await (provider === 'Stripe' ? payAtStripe(page) : payAtDodo(page));
  await comeBackTo(page, /Payment successful|Your trial has started/);
  await webhooksArrived();
  await page.goto('/account');
}

/** Presses the button that contains an amount, and returns the amount's digits: its minor units. */
async function confirmAndPay(page: Page, currency: RegExp): Promise<number> {
  const button = page.getByRole('button', { name: currency });
  const shown = Number((await button.textContent())?.replaceAll(/\D/g, ''));
  await button.click();
  await expect(page.getByText('Your plan was updated')).toBeVisible();
  await webhooksArrived();
  return shown;
}

test('a plan that is off sale, or an interval that a plan does not have, cannot be ordered', async ({
  page,
  person,
}) => {
  await page.goto('/pricing');
  const titles = await page.locator('article h3').allTextContents();
  expect(titles).toEqual(['Visitor', 'Solo', 'Sprint', 'Team', 'Scale']);
  for (const query of ['plan=legacy&interval=month', 'plan=solo&interval=year', 'plan=team&currency=EUR']) {
    await page.goto(`/checkout/start?${query}`);
    await expect(page.getByRole('button', { name: /^Continue/ })).toHaveCount(0);
  }
  expect(await paymentsOf(person)).toEqual([]);
});

for (const provider of PROVIDERS) {
  test(`through ${provider} a weekly plan in dinars is bought and switched to quarterly at the price shown`, async ({
    page,
    person,
  }) => {
    await order(page, 'Sprint', ['KWD', 'Weekly'], 'KWD 1.200');
    await expect(page.getByText('KWD 1.200').first()).toBeVisible();
    await pay(page, provider);
    await expect(page.getByText('KWD 1.200 per week')).toBeVisible();
    expect(await lastPaid(person)).toBe(1200);

    await clock({ freeze: true });
    await page.getByRole('link', { name: 'Change plan' }).click();
    await page.getByRole('link', { name: 'Review change: Team (quarterly)' }).click();
    await expect(page.getByText(/^KWD\s54\.000 per quarter/).first()).toBeVisible();
    const shown = await confirmAndPay(page, /^Confirm and pay KWD\s[\d.]+$/);
    expect(await lastPaid(person)).toBe(shown);
    expect(await plansOf(person)).toEqual(['team_quarter active']);
    await expect(page.getByText('KWD 54.000 every 3 months')).toBeVisible();
  });

  test(`through ${provider} a visitor who views yearly prices buys the monthly-only plan and switches to a quarterly one`, async ({
    page,
    person,
  }) => {
    await order(page, 'Solo', ['GBP', 'Yearly'], '£5');
    await pay(page, provider);
    await expect(page.getByText('£5.00 per month')).toBeVisible();

    await clock({ freeze: true });
    await page.goto('/account/change');
    await page.getByRole('link', { name: 'Review change: Scale (quarterly)' }).click();
    const shown = await confirmAndPay(page, /^Confirm and pay £[\d.]+$/);
    expect(await lastPaid(person)).toBe(shown);
    expect(await plansOf(person)).toEqual(['scale_quarter active']);

    await page.goto('/account/change');
    await page.getByRole('link', { name: 'Review change: Solo (monthly)' }).click();
    await expect(page.getByText(/^£5\.00 per month, starting /)).toBeVisible();
    await page.getByRole('button', { name: 'Confirm change' }).click();
    await expect(page.getByText('Your change is scheduled')).toBeVisible();
    expect(await plansOf(person)).toEqual(['scale_quarter active, then solo_month']);
  });

  test(`through ${provider} a quarter in pounds renews after three months`, async ({ page, person }) => {
    await order(page, 'Scale', ['GBP', 'Monthly'], '£600');
    await pay(page, provider);
    await expect(page.getByText('£600.00 every 3 months')).toBeVisible();
    await clock({ advanceDays: 93 });
    expect(await paymentsOf(person)).toEqual(
      Array.from(
        { length: 2 },
        () => `${provider === 'Stripe' ? 'stripe' : 'dodo'} scale_quarter 1× 60000 GBP succeeded`,
      ),
    );
  });
}
