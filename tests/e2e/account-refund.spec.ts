import { paymentIdsOf, plansOf, refundsOf } from './account-ledger';
import { expect, signIn, test, withAndWithoutScripts } from './fixtures';
import { grantsOf, newPerson } from './ledger';
import { webhooksArrived } from './sandbox';
import { buyThrough, clock } from './subscribing';
import { APP } from './urls';

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    test(`through ${provider} refunding the latest payment of a plan ends the plan`, async ({ page, person }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month');
      await page.goto('/account/payments');
      await page.getByRole('link', { name: 'Request a refund' }).click();
      await expect(page.getByText(/^You paid for Starter \(monthly\) on /)).toBeVisible();
      await expect(page.getByText('Visa ending in 4242')).toBeVisible();
      await expect(page.getByText('Your Starter subscription ends immediately and won’t renew.')).toBeVisible();
      expect(await refundsOf(person)).toEqual([]);
      await page.getByRole('button', { name: 'Refund $9.00' }).click();
      await expect(page.getByText('Your refund is on its way')).toBeVisible();
      await expect(page.getByText('Refunded', { exact: true })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Request a refund' })).toHaveCount(0);
      await webhooksArrived();
      // Dodo settles a refund one second after the request.
      await expect.poll(() => refundsOf(person)).toEqual(['starter_month 900 succeeded']);
      expect(await plansOf(person)).toEqual(['starter_month ended']);
    });
  }

  test('unused credits are refunded and revoked', async ({ page, person }) => {
    await buyThrough(page, 'Stripe', 'plan=credits&quantity=2');
    await page.goto('/account/payments');
    await page.getByRole('link', { name: 'Request a refund' }).click();
    await expect(page.getByText('200 credits are removed from your account')).toBeVisible();
    await page.getByRole('button', { name: 'Refund $20.00' }).click();
    await expect(page.getByText('Your refund is on its way')).toBeVisible();
    await webhooksArrived();
    expect(await grantsOf(person)).toEqual(['credits 0']);
    expect(await refundsOf(person)).toEqual(['credits 2000 succeeded']);
  });
});

test('a refund page that was left open refunds nothing twice and says why', async ({ page, person }) => {
  await buyThrough(page, 'Dodo Payments', 'plan=lifetime');
  const [id] = await paymentIdsOf(person);
  await page.goto(`/account/refund/${id}`);
  const second = await page.context().newPage();
  await second.goto(`/account/refund/${id}`);
  await page.getByRole('button', { name: /^Refund/ }).click();
  await expect(page.getByText('Your refund is on its way')).toBeVisible();
  await webhooksArrived();
  await second.getByRole('button', { name: /^Refund/ }).click();
  await expect(second.getByText('We’ve already refunded $590.00 of this payment')).toBeVisible();
  await expect.poll(() => refundsOf(person)).toEqual(['lifetime 59000 succeeded']);
});

test('outside its refund window a payment offers no refund, and a direct request explains why', async ({
  page,
  person,
}) => {
  await buyThrough(page, 'Stripe', 'plan=lifetime');
  await clock({ advanceDays: 15 });
  await page.goto('/account/payments');
  await expect(page.getByText('Lifetime')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Request a refund' })).toHaveCount(0);
  const [id] = await paymentIdsOf(person);
  await page.goto(`/account/refund/${id}`);
  await expect(page.getByText('Payments can be refunded once, in full, within 14 days.')).toBeVisible();
});

test('another user’s payment is not found, whatever is requested', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=lifetime');
  const [theirs] = await paymentIdsOf(person);
  await signIn(page.context(), await newPerson());
  for (const path of [`/account/refund/${theirs}`, `/account/payments/${theirs}/invoice`])
    expect((await page.request.get(path)).status(), path).toBe(404);
  const headers = { origin: APP };
  const answer = await page.request.post('/api/account/refund', { headers, data: { payment: theirs } });
  expect(answer.status()).toBe(404);
  expect(await refundsOf(person)).toEqual([]);
});
