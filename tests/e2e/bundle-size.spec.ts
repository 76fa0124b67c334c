import type { Browser } from '@playwright/test';
import { expect, test } from './fixtures';
import { APP } from './urls';

/** JavaScript that the pricing page may add to an empty page, in compressed bytes. */
const BUDGET = 10 * 1024;

test('the pricing page adds no more than 10 kB of script to an empty page', async ({ browser }) => {
  const empty = await scriptBytes(browser, '/nothing-here');
  const pricing = await scriptBytes(browser, '/pricing');
  console.log(`Script, compressed: ${empty} bytes for an empty page, ${pricing} for pricing.`);
  expect(empty).toBeGreaterThan(BUDGET);
  expect(pricing - empty).toBeLessThanOrEqual(BUDGET);
});

/** Compressed bytes of all script files a page loads for a first-time visitor, until no more are requested. */
async function scriptBytes(browser: Browser, path: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  await page.goto(`${APP}${path}`, { waitUntil: 'networkidle' });
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return bytes;
}

/** Characters of the pricing page. The server's time per request grows with the size of a prerendered page. */
const PAGE_BUDGET = 55_000;

test('the pricing page contains each price once and stays small', async ({ request }) => {
  const html = await (await request.get(`${APP}/pricing`)).text();
  console.log(`The pricing page: ${html.length} characters.`);
  expect(html.length).toBeLessThanOrEqual(PAGE_BUDGET);
  const [markup = ''] = html.split('self.__next_f');
  for (const price of ['$29', '$290', '€27', '€270', '¥4,400', '¥44,000', '$590', '$10'])
    expect(markup.split(`>${price}<`).length - 1, price).toBe(1);
});
