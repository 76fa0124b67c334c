import { expect, test } from './fixtures';
import { APP } from './urls';

test('the account menu opens, moves, and closes by keyboard, and links to a page of the account', async ({
  page,
  person: _,
}) => {
  await page.goto('/dashboard');
  const button = page.getByRole('button', { name: 'Account' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Plan' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Plan' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Payments' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${APP}/account/payments`);
});

test('a user signs out from any page', async ({ page, person: _ }) => {
  await page.goto('/premium');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${APP}/`);
  await page.goto('/premium');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('the account is one link away', async ({ page, person: _ }) => {
    await page.goto('/dashboard');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Account' }).click();
    await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible();
  });
});
