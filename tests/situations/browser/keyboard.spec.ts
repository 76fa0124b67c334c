import { plansOf, refundsOf } from '../../e2e/account-ledger';
import { GOOD_CARD } from '../../e2e/buying';
import { expect, test } from '../../e2e/fixtures';
import { press, tabTo } from '../../e2e/keys';
import { personByEmail } from '../../e2e/ledger';
import { mailedLink, webhooksArrived } from '../../e2e/sandbox';

test('with the keyboard alone a customer signs in, buys, changes plans, cancels, and gets a refund', async ({
  page,
}) => {
  const email = `keys-${Date.now()}@customer.test`;
  await page.goto('/pricing');
  await press(page, 'button', 'Choose Starter');
  await tabTo(page, 'textbox', 'Email address');
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await page.goto(await mailedLink(email));
  await press(page, 'button', 'Sign in');

  await press(page, 'button', 'Continue to payment');
  await tabTo(page, 'textbox', 'Card number');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(GOOD_CARD);
  await press(page, 'button', /^(Pay|Subscribe)/);
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
  const person = await personByEmail(email);
  expect(await plansOf(person)).toEqual(['starter_month active']);

  await press(page, 'link', 'View account');
  await press(page, 'link', 'Change plan');
  await press(page, 'link', 'Review change: Pro (monthly)');
  await press(page, 'button', /^Confirm and pay/);
  await expect(page.getByText('Your plan was updated')).toBeVisible();
  expect(await plansOf(person)).toEqual(['pro_month active']);

  await press(page, 'link', 'Cancel subscription');
  await press(page, 'button', 'Cancel subscription');
  await expect(page.getByText('Your subscription was canceled')).toBeVisible();
  expect(await plansOf(person)).toEqual(['pro_month active, ending']);

  await press(page, 'link', 'Payments');
  await press(page, 'link', /^Request a refund/);
  await press(page, 'button', /^Refund \$/);
  await expect(page.getByText('Your refund is on its way')).toBeVisible();
  await webhooksArrived();
  expect(await refundsOf(person)).toHaveLength(1);
  expect(await plansOf(person)).toEqual(['pro_month active, ending']);
});
