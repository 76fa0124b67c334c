import { expect, type Page } from '@playwright/test';
import { continueWith, GOOD_CARD, payAtDodo, payAtStripe } from './buying';
import { webhooksArrived } from './sandbox';
import { SANDBOX } from './urls';

export const PROVIDERS = ['Stripe', 'Dodo Payments'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** Accepts the first payment and declines every later one. */
export const FAILS_LATER_CARD = '4000 0000 0000 0341';

/** Opens a checkout for what the query says, up to the provider's page. */
export async function leadTo(page: Page, provider: ProviderName, order: string): Promise<void> {
  await page.goto(`/checkout/start?${order}`);
  await continueWith(page, provider);
}

/** Buys what the query says, as a customer does, and waits until everything has arrived. */
export async function buyThrough(page: Page, provider: ProviderName, order: string, card = GOOD_CARD): Promise<void> {
  await leadTo(page, provider, order);
  await (provider === 'Stripe' ? payAtStripe(page, card) : payAtDodo(page, card));
  await comeBackTo(page, /Payment successful|Your trial has started/);
  await webhooksArrived();
}

/** Dodo sometimes shows a confirmation of its own before it redirects to our page with these words. */
export async function comeBackTo(page: Page, words: string | RegExp): Promise<void> {
  const onward = page.getByRole('link', { name: /^Continue to/ });
  const ours = page.getByText(words);
  await expect(onward.or(ours)).toBeVisible();
  if (await onward.isVisible()) await onward.click();
  await expect(ours).toBeVisible();
}

/** Moves the sandbox's clock, and the app's with it, or freezes it, so that two reads see the same second. */
export async function clock(order: { advanceDays: number } | { freeze: boolean }): Promise<void> {
  const answer = await fetch(`${SANDBOX}/_sandbox/clock`, {
    method: 'POST',
    body: JSON.stringify(order),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.ok, `the clock answered ${answer.status}`).toBe(true);
  await webhooksArrived();
}
