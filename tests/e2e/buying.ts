import { expect, type Page } from '@playwright/test';

export const GOOD_CARD = '4242 4242 4242 4242';
export const DECLINED_CARD = '4000 0000 0000 0002';

/** On our own page before the provider's: picks the provider and continues. */
export async function continueWith(page: Page, provider: 'Stripe' | 'Dodo Payments'): Promise<void> {
  await expect(page).toHaveURL(/\/checkout\/start\?/);
  await page.getByLabel(provider).check();
  await page.getByRole('button', { name: /^Continue/ }).click();
}

/** On Stripe's page. */
export async function payAtStripe(page: Page, card = GOOD_CARD): Promise<void> {
  await expect(page).toHaveURL(/\/pay\/stripe\/checkout\//);
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: /^(Pay|Subscribe|Start trial|Save)/ }).click();
}

/** On Dodo’s page. */
export async function payAtDodo(page: Page, card = GOOD_CARD): Promise<void> {
  await expect(page).toHaveURL(/\/pay\/dodo\/session\//);
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: /^(Pay|Start the trial|Save)/ }).click();
}
