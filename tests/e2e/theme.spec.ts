import type { Page } from '@playwright/test';
import { THEME } from '@/components/site/copy';
import { expect, test } from './fixtures';

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** The background of the page in the first frame that the browser paints of it. */
async function firstFrame(page: Page, path: string): Promise<string> {
  await page.addInitScript(() => {
    const look = () => {
      if (document.body === null) return requestAnimationFrame(look);
      document.documentElement.dataset.first = getComputedStyle(document.documentElement).backgroundColor;
      return 0;
    };
    requestAnimationFrame(look);
  });
  await page.goto(path);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-first', /./);
  return (await html.getAttribute('data-first')) ?? '';
}

for (const path of ['/', '/pricing', '/account', '/nothing-here']) {
  test(`a visitor who chose the dark theme sees ${path} dark from the first frame, on a light system`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/');
    const light = await background(page);
    await page.getByLabel(THEME.label).selectOption(THEME.dark);
    // The switch works once the page is hydrated.
    await expect.poll(() => background(page)).not.toBe(light);
    const dark = await background(page);
    expect(await firstFrame(page, path)).toBe(dark);
    expect(await background(page)).toBe(dark);
  });
}

test('a visitor who switches back to the system’s theme follows it again, even while the page is open', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/pricing');
  const dark = await background(page);
  await page.getByLabel(THEME.label).selectOption(THEME.light);
  const light = await background(page);
  expect(light).not.toBe(dark);
  await page.reload();
  expect(await background(page)).toBe(light);
  await expect(page.getByLabel(THEME.label)).toHaveValue('light');
  await page.getByLabel(THEME.label).selectOption(THEME.system);
  expect(await background(page)).toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await background(page)).toBe(light);
});

test('without JavaScript a page follows the system', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'light dark');
  await context.close();
});
