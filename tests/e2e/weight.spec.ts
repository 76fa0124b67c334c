import type { Page } from '@playwright/test';
import { expect, test } from './story';

/** What the pricing page may add to an empty one, in bytes of compressed script (issue 6). */
const BUDGET = 10 * 1024;

test('the pricing page adds no more than 10 kB of script to an empty page', async ({ page }) => {
  const empty = await scriptBytes(page, '/nothing-here');
  const pricing = await scriptBytes(page, '/pricing');
  console.log(`Script, compressed: ${empty} bytes for an empty page, ${pricing} for pricing.`);
  expect(empty).toBeGreaterThan(BUDGET);
  expect(pricing - empty).toBeLessThanOrEqual(BUDGET);
});

/** Compressed bytes of all script files a page has loaded when nothing more comes. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  await page.goto(path, { waitUntil: 'networkidle' });
  page.removeAllListeners('requestfinished');
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
