import { type Browser, expect, type Page } from '@playwright/test';
import { signIn } from './fixtures';
import type { Person } from './ledger';
import { mailedLink } from './sandbox';

/** A person in a browser of their own. */
export async function browserOf(browser: Browser, person: Person, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  await signIn(context, person);
  return context.newPage();
}

/** Invites people on the members page. */
export async function inviteOn(page: Page, emails: readonly string[]): Promise<void> {
  await page.goto('/account/members');
  await page.getByLabel('Email addresses').fill(emails.join('\n'));
  await page.getByRole('button', { name: 'Send invitations' }).click();
}

/** Opens the link that was sent to the address and joins. */
export async function joinWith(page: Page, email: string): Promise<void> {
  await page.goto(await mailedLink(email));
  await page.getByRole('button', { name: 'Join workspace' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
}
