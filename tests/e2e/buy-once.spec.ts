import { continueWith, payAtDodo, payAtStripe } from './buying';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { creditsSpentBy, grantsOf, paymentsOf } from './ledger';

withAndWithoutScripts(() => {
  test('a customer buys Lifetime through Dodo and keeps Pro forever', async ({ page, person }) => {
    await page.goto('/pricing');
    await page.getByRole('button', { name: 'Buy Lifetime' }).click();
    await continueWith(page, 'Dodo Payments');
    await payAtDodo(page);
    await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
    expect(await grantsOf(person)).toEqual(['lifetime 1']);
    expect((await paymentsOf(person))[0]).toMatch(/^dodo lifetime 1× \d+ USD succeeded$/);
    await page.goto('/account');
    await expect(page.getByText('You have lifetime access to Pro. You won’t be charged again.')).toBeVisible();
    await page.goto('/premium');
    await expect(page.getByRole('button', { name: 'Create report' })).toBeVisible();
  });

  test('a customer buys three packs of credits, in yen', async ({ page, person }) => {
    await page.goto('/pricing');
    await page.getByText('JPY', { exact: true }).click();
    await page.getByLabel('Packs').filter({ visible: true }).fill('3');
    await page.getByRole('button', { name: 'Buy credits' }).click();
    await expect(page.getByText('¥4,500')).toBeVisible();
    await continueWith(page, 'Stripe');
    await payAtStripe(page);
    await expect(page.getByText('3 × 100 report credits')).toBeVisible();
    expect(await paymentsOf(person)).toEqual(['stripe credits 3× 4500 JPY succeeded']);
    expect(await grantsOf(person)).toEqual(['credits 300']);
    await page.goto('/account');
    await expect(page.getByText('300', { exact: true })).toBeVisible();
  });
});

test('a long report uses one credit, and the same numbers again use none', async ({ page, person }) => {
  await page.goto('/checkout/start?plan=lifetime');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
  await page.goto('/premium');
  const day = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
  const quarter = Array.from({ length: 90 }, (_, index) => `${day(index)}, ${index}`).join('\n');
  await page.getByLabel('Your numbers').fill(quarter);
  await page.getByRole('button', { name: 'Create report' }).click();
  await expect(page.getByText('You don’t have enough credits.')).toBeVisible();
  expect(await creditsSpentBy(person)).toBe(0);

  await page.getByRole('link', { name: 'Buy credits' }).first().click();
  await page.getByRole('button', { name: 'Buy credits' }).click();
  await continueWith(page, 'Dodo Payments');
  await payAtDodo(page);
  await page.getByRole('link', { name: 'Use your credits' }).click();
  const charged = page.getByText('This report used 1 credit. You have 99 left.');
  for (const first of [true, false]) {
    await page.getByLabel('Your numbers').fill(quarter);
    await page.getByRole('button', { name: 'Create report' }).click();
    await expect(page.getByRole('img', { name: /^Bar chart of the daily/ })).toBeVisible();
    await expect(charged).toHaveCount(first ? 1 : 0);
    expect(await creditsSpentBy(person)).toBe(1);
    await page.reload();
  }
});
