import { randomUUID } from 'node:crypto';
import { seatsOf } from './account-ledger';
import { expect, test, withAndWithoutScripts } from './fixtures';
import { newPerson } from './ledger';
import { mailedLink } from './sandbox';
import { buyThrough, clock } from './subscribing';
import { browserOf, inviteOn, joinWith } from './team';

test.afterEach(() => clock({ freeze: false }));

withAndWithoutScripts((providers) => {
  for (const provider of providers)
    test(`through ${provider} a team of five fills its seats, and a sixth person leads to the seat change with its price`, async ({
      page,
      person,
      browser,
      javaScriptEnabled,
    }) => {
      await page.goto('/checkout/start?plan=pro&interval=month');
      await page.getByLabel('Seats').fill('5');
      await page.getByRole('button', { name: 'Update price' }).click();
      await expect(page.getByText('$145.00 after 14 days')).toBeVisible();
      await buyThrough(page, provider, 'plan=pro&interval=month&quantity=5');
      await clock({ advanceDays: 20 });
      expect(await seatsOf(person)).toEqual(['pro_month 5']);

      const [known, other, third] = [await newPerson(), await newPerson(), await newPerson()];
      const fresh = `new-${randomUUID()}@customer.test`;
      await inviteOn(page, [known.email, fresh, other.email, third.email]);
      await expect(page.getByText('Invitations sent')).toBeVisible();
      await expect(page.getByText('5 of 5 seats in use')).toBeVisible();

      const theirs = await browserOf(browser, known, javaScriptEnabled ?? true);
      await theirs.goto(await mailedLink(other.email));
      await expect(theirs.getByRole('heading', { name: 'This invitation is for another address' })).toBeVisible();
      await joinWith(theirs, known.email);
      await expect(theirs.getByRole('heading', { name: 'Workspace plan' })).toBeVisible();
      await theirs.goto('/account');
      await expect(theirs.getByText('$', { exact: false })).toHaveCount(0);

      const visitor = await browser.newContext({ javaScriptEnabled: javaScriptEnabled ?? true });
      const newcomer = await visitor.newPage();
      await newcomer.goto(await mailedLink(fresh));
      await newcomer.getByLabel('Email address').fill(fresh);
      await newcomer.getByRole('button', { name: 'Send sign-in link' }).click();
      await expect(newcomer.getByRole('heading', { name: 'Check your email' })).toBeVisible();
      await newcomer.goto(await mailedLink(fresh));
      await newcomer.getByRole('button', { name: 'Sign in' }).click();
      await newcomer.getByRole('button', { name: 'Join workspace' }).click();
      await newcomer.goto('/premium');
      await expect(newcomer.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible();

      await clock({ freeze: true });
      const sixth = await newPerson();
      await inviteOn(page, [sixth.email]);
      await expect(page.getByText('You’re changing Pro (monthly) from 5 seats to 6 seats.')).toBeVisible();
      await page.getByRole('button', { name: /^Confirm and pay \$\d+\.\d\d$/ }).click();
      await expect(page.getByText('Your plan was updated')).toBeVisible();
      await clock({ freeze: false });
      const last = await browserOf(browser, sixth, javaScriptEnabled ?? true);
      await joinWith(last, sixth.email);
      await page.goto('/account/members');
      await expect(page.getByText('6 of 6 seats in use')).toBeVisible();
      for (const opened of [theirs, newcomer, last]) await opened.context().close();
    });

  test('roles, removal, transfer, leaving, switching, and deletion', async ({
    page,
    person,
    browser,
    javaScriptEnabled,
  }) => {
    await buyThrough(page, 'Stripe', 'plan=pro&interval=month&quantity=3');
    const [first, second] = [await newPerson(), await newPerson()];
    await inviteOn(page, [first.email, second.email]);
    const [one, two] = [
      await browserOf(browser, first, javaScriptEnabled ?? true),
      await browserOf(browser, second, javaScriptEnabled ?? true),
    ];
    await joinWith(one, first.email);
    await joinWith(two, second.email);

    await page.goto('/account/members');
    const row = (email: string) => page.getByRole('row').filter({ hasText: email });
    await row(first.email).getByRole('combobox').selectOption('admin');
    await row(first.email).getByRole('button', { name: 'Change role' }).click();
    await expect(page.getByText('Role changed')).toBeVisible();
    await one.goto('/account/change');
    await expect(one.getByRole('heading', { level: 1, name: 'Change plan' })).toBeVisible();
    await two.goto('/account/change');
    await expect(two.getByRole('heading', { name: 'Workspace plan' })).toBeVisible();

    await row(second.email).getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('Member removed')).toBeVisible();
    expect((await two.request.get('/account/members')).status()).toBe(404);

    await page.getByLabel('New owner').selectOption({ label: 'Ada Customer' });
    await page.getByRole('button', { name: 'Transfer workspace' }).click();
    await expect(page.getByText('Workspace transferred')).toBeVisible();
    await page.getByRole('button', { name: 'Leave this workspace' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    expect((await page.request.get('/account/members')).status()).toBe(404);
    expect(await seatsOf(person)).toEqual(['pro_month 3']);

    const switchTo = async () => {
      await one.goto('/account');
      await one.getByRole('button', { name: /^Switch to / }).click();
      await expect(one.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    };
    await switchTo();
    await one.goto('/account');
    await expect(one.getByText('You’re on the Free plan.')).toBeVisible();
    await switchTo();
    const stale = await one.context().newPage();
    await stale.goto('/account/members/delete');
    await switchTo();
    await stale.getByLabel('I understand that this can’t be undone').check();
    await stale.getByRole('button', { name: 'Delete workspace' }).click();
    await expect(stale.getByText('You switched to another workspace in the meantime')).toBeVisible();
    await switchTo();
    await one.goto('/account/members/delete');
    await one.getByLabel('I understand that this can’t be undone').check();
    await one.getByRole('button', { name: 'Delete workspace' }).click();
    await expect(one.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
    await one.goto('/account');
    await expect(one.getByText('You’re on the Free plan.')).toBeVisible();
    for (const opened of [one, two]) await opened.context().close();
  });
});
