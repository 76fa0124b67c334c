import { continueWith, payAtStripe } from './buying';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { paymentsOf, personByEmail, subscriptionsOf } from './ledger';
import { mailedLink, webhooksArrived } from './sandbox';
import { APP } from './urls';

withAndWithoutScripts(() => {
  test('a signed-in user subscribes to Pro through Stripe and makes a report', async ({ page, person }) => {
    await page.goto('/pricing');
    await page.getByRole('button', { name: 'Try Pro free' }).click();
    await expect(page.getByRole('heading', { name: 'Pro (monthly)' })).toBeVisible();
    await expect(page.getByText('$29.00 after 14 days')).toBeVisible();
    await continueWith(page, 'Stripe');
    await payAtStripe(page);
    await expect(page.getByRole('heading', { name: 'Your trial has started' })).toBeVisible();
    expect(await subscriptionsOf(person)).toEqual(['stripe pro_month trialing']);

    await page.getByRole('link', { name: 'Create your first report' }).click();
    await page.getByRole('link', { name: 'Use example data' }).click();
    await page.getByRole('button', { name: 'Create report' }).click();
    await expect(page.getByRole('img', { name: /^Bar chart/ })).toBeVisible();
    await expect(page.getByText('3,583').first()).toBeVisible();

    await page.goto('/account');
    await expect(page.getByText(/^Your free trial of Pro ends on/)).toBeVisible();
    await webhooksArrived();
    expect(await subscriptionsOf(person)).toEqual(['stripe pro_month trialing']);
    expect(await paymentsOf(person)).toEqual([]);
  });

  test('a visitor chooses a plan, signs in by email, and returns to that plan with one button', async ({ page }) => {
    const email = `stranger-${Date.now()}-${Math.random().toString(36).slice(2)}@customer.test`;
    await page.goto('/pricing');
    await page.locator('label', { hasText: 'Yearly' }).click();
    await page.getByText('EUR', { exact: true }).click();
    await page.getByRole('button', { name: 'Choose Starter' }).click();
    await page.getByLabel('Email address').fill(email);
    await page.getByRole('button', { name: 'Send sign-in link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
    await page.goto(await mailedLink(email));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${APP}/checkout/start?plan=starter&interval=year&currency=EUR`);
    await expect(page.getByText('€90.00')).toBeVisible();
    await continueWith(page, 'Stripe');
    await payAtStripe(page);
    await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
    const person = await personByEmail(email);
    expect(await paymentsOf(person)).toEqual(['stripe starter_year 1× 9000 EUR succeeded']);
    await page.getByRole('link', { name: 'Create your first summary' }).click();
    await expect(page).toHaveURL(`${APP}/dashboard`);
  });
});

test('a visitor who chooses before the scripts have loaded still gets there', async ({ page }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/pricing', { waitUntil: 'domcontentloaded' });
  const button = page.getByRole('button', { name: 'Choose Starter' }).filter({ visible: true });
  await expect(button).toHaveCount(1);
  const chosen = button.click();
  letGo();
  await chosen;
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fcheckout%2Fstart%3Fplan%3Dstarter/);
});
