import { expect, type Page } from '@playwright/test';
import { continueWith, GOOD_CARD } from './buying';
import { payCheckout, webhooksArrived } from './sandbox';
import { APP, SANDBOX } from './urls';

export const PROVIDERS = ['Stripe', 'Dodo Payments'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** Accepts the first payment and declines every later one. */
export const FAILS_LATER_CARD = '4000 0000 0000 0341';

/** Opens a checkout for what the query says, up to the provider's page. */
export async function leadTo(page: Page, provider: ProviderName, order: string): Promise<void> {
  await page.goto(`/checkout/start?${order}`);
  await continueWith(page, provider);
}

/**
 * Has bought what the query says, and waits until everything has arrived: without pages, because the stories about buying
 * show those.
 */
export async function buyThrough(page: Page, provider: ProviderName, order: string, card = GOOD_CARD): Promise<void> {
  const name = provider === 'Stripe' ? 'stripe' : 'dodo';
  const answer = await page.request.post(`${APP}/api/checkout`, {
    form: { ...Object.fromEntries(new URLSearchParams(order)), provider: name },
    headers: { origin: APP, accept: 'application/json' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const { url } = (await answer.json()) as { url: string }; // as app/api/checkout answers
  await payCheckout(name, new URL(url).pathname.split('/').at(-1) ?? '', card);
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
