import { expect, test } from './fixtures';

test('while an account page loads, its skeleton is shown and the tabs stay', async ({ page, person: _ }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/account/profile?_rsc=*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/account');
  await page.getByRole('link', { name: 'Profile' }).click();
  const outline = page.locator('[data-skeleton]');
  await expect(outline).toBeVisible();
  await expect(page.getByRole('link', { name: 'Profile' })).toBeFocused();
  letGo();
  await expect(page.getByRole('heading', { name: 'Profile', level: 1 })).toBeVisible();
  await expect(outline).toBeHidden();
});
