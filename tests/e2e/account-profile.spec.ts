import { readFile } from 'node:fs/promises';
import { SITE } from '@/config/site';
import { ageSession, personOf, plansOf } from './account-ledger';
import { expect, signIn, test, withAndWithoutScripts } from './fixtures';
import { newPerson, newSession } from './ledger';
import { mailedLink } from './sandbox';
import { buyThrough } from './subscribing';
import { APP } from './urls';

withAndWithoutScripts((providers) => {
  test('a user signs out everywhere else and stays signed in here', async ({ page, person, browser }) => {
    const elsewhere = await browser.newContext();
    await elsewhere.addCookies([{ name: `${SITE.id}.session`, value: await newSession(person.id), url: APP }]);
    await page.goto('/account');
    await page.getByRole('link', { name: 'Security' }).click();
    await expect(page.getByText('This browser')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out of all other sessions' }).click();
    await expect(page.getByText('You’re signed out everywhere else')).toBeVisible();
    await expect(page.getByText('You’re not signed in anywhere else.')).toBeVisible();
    expect((await elsewhere.request.get(`${APP}/account`)).url()).toContain('/sign-in');
    await elsewhere.close();
  });

  test('a user changes the name, then the email address with the link sent to the new one', async ({
    page,
    person,
  }) => {
    const address = `new-${person.id}@customer.test`;
    await page.goto('/account/profile');
    await page.getByRole('textbox', { name: 'Name' }).fill('Ada King');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Changes saved', { exact: true })).toBeVisible();
    await page.getByLabel('New email address').fill(address);
    await page.getByRole('button', { name: 'Send confirmation link' }).click();
    await expect(page.getByText(`We sent a confirmation link to ${address}`)).toBeVisible();
    expect(await personOf(person)).toEqual([`${person.email} Ada King`]);
    await page.goto(await mailedLink(address));
    await page.getByRole('button', { name: 'Confirm email address' }).click();
    await expect(page.getByText('Your email address was updated')).toBeVisible();
    expect(await personOf(person)).toEqual([`${address} Ada King`]);
  });

  for (const provider of providers) {
    test(`a customer with a running plan through ${provider} deletes the account: the plan ends, the name is gone`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month');
      await page.goto('/account/profile');
      await page.getByRole('link', { name: 'Delete my account' }).click();
      await page.getByLabel('I understand that this can’t be undone').check();
      await page.getByRole('button', { name: 'Delete my account' }).click();
      await expect(page.getByRole('heading', { name: 'Your account was deleted' })).toBeVisible();
      expect(await personOf(person)).toEqual(['deleted']);
      expect(await plansOf(person)).toEqual(['starter_month ended']);
      await page.goto('/account');
      await expect(page).toHaveURL(/\/sign-in/);
    });
  }
});

test('the data export is a file with everything in it', async ({ page, person }) => {
  await buyThrough(page, 'Dodo Payments', 'plan=credits&quantity=1');
  await page.goto('/account/profile');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download my data' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^account-.+\.json$/);
  const { tables } = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(tables.User).toMatchObject([{ email: person.email }]);
  expect(tables.Payment).toMatchObject([{ amount: 1000, currency: 'USD', provider: 'dodo' }]);
});

test('after ten minutes, deleting the account or changing the email requires a fresh sign-in, which returns to the page', async ({
  page,
  person,
}) => {
  await ageSession(person, 11);
  await page.goto('/account/profile');
  await expect(page.getByRole('button', { name: 'Send confirmation link' })).toHaveCount(0);
  await page.goto('/account/delete');
  await expect(page.getByRole('button', { name: 'Delete my account' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByLabel('Email address').fill(person.email);
  await page.getByRole('button', { name: 'Send sign-in link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await page.goto(await mailedLink(person.email));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${APP}/account/delete`);
  await expect(page.getByRole('button', { name: 'Delete my account' })).toBeVisible();
});

test('a link that changes an email address is useless to anyone else', async ({ page, person }) => {
  const address = `mine-${person.id}@customer.test`;
  await page.goto('/account/profile');
  await page.getByLabel('New email address').fill(address);
  await page.getByRole('button', { name: 'Send confirmation link' }).click();
  const link = await mailedLink(address);
  await signIn(page.context(), await newPerson());
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible();
});
