import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { continueWith, payAtStripe } from '../../e2e/buying';
import { expect, test } from '../../e2e/fixtures';
import { TOURS, whileWeFail } from '../../e2e/tours';
import { INSPECTED, lookAt } from '../../e2e/viewports';

for (const [name, tour] of Object.entries(TOURS)) {
  test(`axe finds no problem in ${name}, light and dark, narrow and wide`, async ({ page, person }) => {
    await tour({ page, person, look: (state) => inspect(page, state) });
  });
}

test.describe('while our own side fails', () => {
  test.use({ failing: true });
  test('axe finds no problem in the error page', async ({ page, person }) => {
    await whileWeFail({ page, person, look: (state) => inspect(page, state) });
  });
});

/** No axe violation, nothing wider than the viewport, and nothing in the page's margin. */
async function inspect(page: Page, state: string): Promise<void> {
  for (const look of INSPECTED) {
    await lookAt(page, look);
    // The color schemes only differ in contrast.
    const found = await violations(page, look.colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] });
    expect(found, `${state}, ${look.name}`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${state}, ${look.name}: wider than the window`).toBeLessThanOrEqual(0);
    expect(await inMargin(page), `${state}, ${look.name}: in the margin`).toEqual([]);
  }
}

/** What reaches into the right padding of `main`, outside of what scrolls. */
function inMargin(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    if (main === null) return [];
    const limit = main.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(main).paddingRight);
    const scrolls = (element: Element): boolean =>
      element !== main &&
      (getComputedStyle(element).overflowX !== 'visible' ||
        (element.parentElement !== null && scrolls(element.parentElement)));
    return [...main.querySelectorAll('a, button, p, h1, h2, h3, dd, input, select')]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > limit + 1)
      .filter((element) => !scrolls(element))
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** What axe finds on the page, which loads it once. There are no frames. */
async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (chosen) => {
    const { axe: loaded } = window as unknown as { axe: typeof axe }; // by its source, above
    const found = await loaded.run(document, { ...chosen, resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, options);
}

test('with the keyboard alone a customer skips to the content, picks yearly billing, and buys', async ({
  page,
  person: _,
}) => {
  await page.goto('/pricing');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'Monthly', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('$290', { exact: true })).toBeVisible();
  for (let stops = 0; stops < 4; stops += 1) await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Try Pro free' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Pro (yearly)' })).toBeVisible();
});

test('loading the viewer’s state shifts nothing on a page', async ({ page, person: _ }) => {
  await page.goto('/checkout/start?plan=starter&interval=month');
  await continueWith(page, 'Stripe');
  await payAtStripe(page);
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
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
  await expect(page.getByText('Current plan').filter({ visible: true })).toBeVisible();
  expect(await places()).toEqual(before);
});
