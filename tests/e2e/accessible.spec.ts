import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { continueWith, payAtStripe } from './buying';
import { expect, test } from './story';

const PUBLIC = ['/', '/pricing', '/terms', '/privacy', '/sign-in', '/sign-in/check-inbox', '/nothing-here'];
const OWN = ['/dashboard', '/premium', '/account', '/checkout/start?plan=pro&interval=year', '/checkout/start?plan=x'];

/** No finding of axe, and nothing wider than the window. */
async function expectAccessible(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(found, path).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [320, 1280]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test('pages for everyone have nothing axe objects to', async ({ page }) => {
        for (const path of PUBLIC) await expectAccessible(page, path);
      });

      test('pages of somebody without a plan have nothing axe objects to', async ({ page, person: _ }) => {
        for (const path of OWN) await expectAccessible(page, path);
      });

      test('pages of a customer have nothing axe objects to', async ({ page, person: _ }) => {
        await page.goto('/checkout/start?plan=lifetime&currency=EUR');
        await continueWith(page, 'Stripe');
        await payAtStripe(page);
        await expect(page.getByRole('heading', { name: 'Thank you, it is yours' })).toBeVisible();
        await expectAccessible(page, page.url());
        for (const path of ['/dashboard', '/account', '/pricing', '/premium?example=1'])
          await expectAccessible(page, path);
        await page.getByRole('button', { name: 'Make the report' }).click();
        await expect(page.getByRole('img', { name: /^Bar chart/ })).toBeVisible();
        await page.locator('summary', { hasText: 'The numbers behind the chart' }).click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
      });
    });
  }
}

test('with the keyboard alone somebody skips to the content, picks the year and buys', async ({ page, person: _ }) => {
  await page.goto('/pricing');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'Month', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('$290', { exact: true })).toBeVisible();
  for (let stops = 0; stops < 4; stops += 1) await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Try Pro free' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Pro, yearly' })).toBeVisible();
});

test('what a page learns about its reader moves nothing on it', async ({ page, person: _ }) => {
  await page.goto('/checkout/start?plan=starter&interval=month');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Thank you, it is yours' })).toBeVisible();
  let answer = () => {};
  await page.route('**/api/me', async (route) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await route.continue();
  });
  const asked = page.waitForRequest('**/api/me');
  await page.goto('/pricing');
  await asked;
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('header a, h1, h2, h3, fieldset, article')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height].join(' ');
      }),
    );
  const before = await places();
  answer();
  await expect(page.getByText('Your plan').filter({ visible: true })).toBeVisible();
  expect(await places()).toEqual(before);
});
