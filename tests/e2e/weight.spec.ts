import type { Browser } from '@playwright/test';
import { APP } from './places';
import { expect, test } from './story';

/** What the pricing page may add to an empty one, in bytes of compressed script (issue 6). */
const BUDGET = 10 * 1024;

test('the pricing page adds no more than 10 kB of script to an empty page', async ({ browser }) => {
  const empty = await scriptBytes(browser, '/nothing-here');
  const pricing = await scriptBytes(browser, '/pricing');
  console.log(`Script, compressed: ${empty} bytes for an empty page, ${pricing} for pricing.`);
  expect(empty).toBeGreaterThan(BUDGET);
  expect(pricing - empty).toBeLessThanOrEqual(BUDGET);
});

/** Compressed bytes of all script files a page loads, for somebody who was never here, until nothing more comes. */
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
