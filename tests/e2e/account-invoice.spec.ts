import { readFile } from 'node:fs/promises';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { buyThrough } from './subscribing';
import { SANDBOX } from './urls';

withAndWithoutScripts(() => {
  for (const order of ['plan=starter&interval=month', 'plan=lifetime']) {
    test(`the invoice of ${order} through Stripe opens at Stripe`, async ({ page, person: _ }) => {
      await buyThrough(page, 'Stripe', order);
      await page.goto('/account/payments');
      await page.getByRole('link', { name: 'Invoice' }).click();
      await expect(page).toHaveURL(new RegExp(`^${SANDBOX}/pay/stripe/(invoice|receipts)/`));
      await expect(page.getByText(/invoice|receipt/i).first()).toBeVisible();
    });

    test(`the invoice of ${order} through Dodo downloads as a PDF`, async ({ page, person: _ }) => {
      await buyThrough(page, 'Dodo Payments', order);
      await page.goto('/account/payments');
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Invoice' }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^invoice-.+\.pdf$/);
      expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
    });
  }
});

test('signed-out visitors get no invoice', async ({ request }) => {
  const answer = await request.get('/account/payments/0190a000-0000-7000-8000-000000000000/invoice');
  expect(answer.status()).toBe(401);
});
