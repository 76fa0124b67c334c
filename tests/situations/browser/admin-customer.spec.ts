import { paymentIdsOf, paymentsOf, plansOf, providerPaymentsOf, refundsOf } from '../../e2e/account-ledger';
import { sellPlanAtStripe, sellRetainerAtStripe } from '../../e2e/dashboard';
import { expect, test, withAndWithoutScripts } from '../../e2e/fixtures';
import { auditOf, failOnce, ignoreEvent, operatorSignsIn, sessionsOf } from '../../e2e/operators';
import { disputePayment, webhooksArrived } from '../../e2e/sandbox';
import { buyThrough } from '../../e2e/subscribing';
import { APP } from '../../e2e/urls';

withAndWithoutScripts((providers) => {
  for (const provider of providers) {
    test(`an operator finds who paid through ${provider}, sees why they have access, and refunds a part and then all`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month');
      const operator = await operatorSignsIn(page.context());
      await page.goto('/admin');
      await page.getByLabel('Search').fill(person.email);
      await page.getByRole('button', { name: 'Find' }).click();
      await expect(page.getByRole('heading', { name: person.email })).toBeVisible();
      await expect(
        page.getByText(/^Full access to Starter until .* because the current period is paid\.$/),
      ).toBeVisible();
      await expect(page.getByRole('region', { name: 'Everything that happened' })).toContainText('Webhook');

      await page.getByRole('link', { name: 'Refund', exact: true }).click();
      await page.getByLabel('Amount').fill('4.00');
      await page.getByRole('button', { name: 'Preview' }).click();
      await expect(page.getByText('Access doesn’t change.')).toBeVisible();
      await page.getByLabel('Reason').fill('was slow');
      await page.getByRole('button', { name: 'Refund $4.00' }).click();
      await expect(page.getByText('The provider accepted the refund.')).toBeVisible();
      await webhooksArrived();

      await page.getByRole('link', { name: 'Refund', exact: true }).click();
      await expect(page.getByText(/^Starter ends now/)).toBeVisible();
      await page.getByLabel('Reason').fill('a promise');
      await page.getByRole('button', { name: 'Refund $5.00' }).click();
      await expect(page.getByText('The provider accepted the refund.')).toBeVisible();
      await webhooksArrived();
      await expect
        .poll(() => refundsOf(person))
        .toEqual(['starter_month 400 succeeded', 'starter_month 500 succeeded']);
      expect(await plansOf(person)).toEqual(['starter_month ended']);
      expect(await auditOf(operator)).toEqual(['payment.refund-asked', 'payment.refund-asked']);
    });
  }

  test('an operator grants credits once, syncs, sends an email again, and signs a customer out', async ({
    page,
    person,
  }) => {
    await buyThrough(page, 'Stripe', 'plan=credits&quantity=1');
    await webhooksArrived();
    const operator = await operatorSignsIn(page.context());
    await page.goto(`/admin/customers/${person.id}`);
    await expect(page.getByText('Credits left: 100')).toBeVisible();
    await page.getByText('Grant credits').first().click();
    await page.getByLabel('Credits', { exact: true }).fill('25');
    await page.getByLabel('Reason').fill('the outage on Friday');
    await page.getByRole('button', { name: 'Grant credits' }).click();
    await expect(page.getByText('Credits left: 125')).toBeVisible();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(page.getByText('The ledger now matches the providers.', { exact: false })).toBeVisible();
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByRole('button', { name: 'Send again receipt' }).count();
      })
      .toBe(1);
    await page.getByRole('button', { name: 'Send again receipt' }).click();
    await expect(page.getByText('Email queued')).toBeVisible();
    await failOnce(person);
    await page.reload();
    const receipt = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'Send again receipt' }) });
    await expect(receipt).toContainText('waiting');
    await expect(receipt).toContainText('2100-01-01 00:00:00');
    await receipt.getByRole('button').click();
    await expect(page.getByText('Email queued')).toBeVisible();
    await page.getByRole('button', { name: 'End sessions' }).click();
    await expect(page.getByText('Sessions ended')).toBeVisible();
    expect(await sessionsOf(person)).toBe(0);
    expect(await auditOf(operator)).toEqual([
      ...['credits.given', 'customer.synced', 'mail.resent', 'mail.resent', 'sessions.ended'],
    ]);
  });

  test('an operator adopts a subscription that was sold in the dashboard, and later leaves it alone', async ({
    page,
    person,
  }) => {
    await buyThrough(page, 'Stripe', 'plan=credits&quantity=1');
    await webhooksArrived();
    await sellRetainerAtStripe(person);
    await webhooksArrived();
    const operator = await operatorSignsIn(page.context());
    await page.goto(`/admin/customers/${person.id}`);
    const foreign = page.getByRole('region', { name: 'Not sold by us' });
    await expect(foreign).toContainText('$500.00');
    await expect(page.getByRole('region', { name: '1 open alert' })).toContainText('foreign contract');
    await expect(page.getByRole('region', { name: 'Subscriptions, newest first' })).toContainText('not us');
    await foreign.getByLabel('Plan to grant').selectOption('pro_month');
    await foreign.getByLabel('Reason for adopting').fill('sold on the phone');
    await foreign.getByRole('button', { name: 'Adopt' }).click();
    await expect(page.getByText('Nothing was charged.')).toBeVisible();
    await expect(page.getByText(/^Full access to Pro until /)).toBeVisible();
    await expect(foreign).toContainText('Adopted as pro_month: sold on the phone');

    await foreign.getByLabel('Reason for leaving it').fill('it was for the other brand');
    await foreign.getByRole('button', { name: 'Leave it alone' }).click();
    await expect(page.getByText('Nothing changed at the provider.')).toBeVisible();
    await expect(page.getByText(/^Full access to Pro until /)).toHaveCount(0);
    expect(await auditOf(operator)).toEqual(['contract.adopted', 'contract.left']);
  });

  test('an operator refunds a part of one item', async ({ page, person }) => {
    await buyThrough(page, 'Dodo Payments', 'plan=credits&quantity=2');
    await webhooksArrived();
    await operatorSignsIn(page.context());
    await page.goto(`/admin/customers/${person.id}`);
    await page.getByRole('link', { name: 'Refund', exact: true }).click();
    await page
      .getByRole('group', { name: /^Items/ })
      .getByRole('checkbox')
      .first()
      .check();
    await page.getByLabel('Amount').fill('3.00');
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByText('$3.00 goes back to the customer.')).toBeVisible();
    await expect(page.getByRole('checkbox').first()).toBeChecked();
    await page.getByLabel('Reason').fill('one was a slip');
    await page.getByRole('button', { name: 'Refund $3.00' }).click();
    await expect(page.getByText('The provider accepted the refund.')).toBeVisible();
    await webhooksArrived();
    expect((await refundsOf(person)).map((line) => line.split(' ')[1])).toEqual(['300']);
  });

  test('an operator grants days of a plan and revokes what is left', async ({ page, person }) => {
    const operator = await operatorSignsIn(page.context());
    await page.goto(`/admin/customers/${person.id}`);
    await page.getByText('Grant days of access').first().click();
    await page.getByLabel('Plan', { exact: true }).selectOption('Pro');
    await page.getByLabel('Days from now').fill('30');
    await page.getByLabel('Why').fill('the outage on Friday');
    await page.getByRole('button', { name: 'Grant days of access' }).click();
    await expect(page.getByText('Access granted', { exact: true })).toBeVisible();
    await expect(page.getByText(/^Full access to Pro until .* because an operator gave it\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'View as customer' }).click();
    await expect(page.getByText(/^You have Pro until .*, at no charge\.$/)).toBeVisible();
    await page.getByRole('button', { name: 'Stop viewing' }).click();
    await page.getByRole('button', { name: 'End access pro' }).click();
    await expect(page.getByText('No access, because no plan was ever bought.')).toBeVisible();
    expect(await auditOf(operator)).toEqual([
      ...['access.given', 'customer.view-started', 'customer.view-ended', 'access.gift-ended'],
    ]);
  });

  test('an operator views the site as a customer, can change nothing, and stops', async ({ page, person }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    const operator = await operatorSignsIn(page.context());
    await page.goto(`/admin/customers/${person.id}`);
    await page.getByRole('button', { name: 'View as customer' }).click();
    const banner = page.getByRole('complementary', { name: 'Viewing as a customer' });
    await expect(page).toHaveURL(/\/account$/);
    await expect(page.getByText('Starter', { exact: true })).toBeVisible();
    for (const path of ['/account', '/dashboard', '/premium', '/account/payments', '/checkout/start', '/admin']) {
      await page.goto(path);
      await expect(banner).toContainText(`You’re viewing as ${person.email}.`);
    }
    const headers = { origin: APP };
    const order = { headers, data: { plan: 'credits', quantity: 1 } };
    expect((await page.request.post('/api/checkout', order)).status()).toBe(403);
    expect((await page.request.post('/api/admin/sync', { headers, form: { workspace: person.id } })).status()).toBe(
      403,
    );
    // A Server Action, as a browser without scripts sends it.
    const action = await page.request.post('/premium', { headers, multipart: { series: '2026-11-01, 1' } });
    expect(action.status()).toBe(403);
    expect(await action.text()).toContain('nothing can be changed');
    await page.getByRole('button', { name: 'Stop viewing' }).click();
    await expect(page).toHaveURL(new RegExp(`/admin/customers/${person.id}$`));
    await expect(banner).toHaveCount(0);
    expect(await auditOf(operator)).toEqual(['customer.view-started', 'customer.view-ended']);
  });

  for (const [provider, key] of [
    ['Stripe', 'stripe'],
    ['Dodo Payments', 'dodo'],
  ] as const)
    test(`an operator sees until when a dispute at ${provider} takes evidence, and can’t refund its payment`, async ({
      page,
      person,
    }) => {
      await buyThrough(page, provider, 'plan=starter&interval=month');
      await webhooksArrived();
      const [payment = ''] = await providerPaymentsOf(person);
      await disputePayment(key, payment);
      await webhooksArrived();
      await operatorSignsIn(page.context());
      await page.goto(`/admin/customers/${person.id}`);
      await expect(page.getByText(/Disputed, evidence due \d{4}-\d\d-\d\d/)).toBeVisible();
      await expect(page.getByRole('link', { name: 'Submit evidence' })).toBeVisible();
      await expect(page.getByText('Once the dispute is won')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Refund', exact: true })).toHaveCount(0);
      const [id = ''] = await paymentsOf(person);
      await page.goto(`/admin/customers/${person.id}/refund/${id}`);
      await expect(page.getByText('This payment is disputed, so the bank holds the money.')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Refund/ })).toHaveCount(0);
      expect(await refundsOf(person)).toEqual([]);
    });

  test('an operator chooses which of two running subscriptions to cancel', async ({ page, person }) => {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await webhooksArrived();
    const second = await sellPlanAtStripe(person, 'pro_month');
    await webhooksArrived();
    await operatorSignsIn(page.context());
    await page.goto(`/admin/customers/${person.id}`);
    await page.getByRole('link', { name: 'Cancel subscription' }).click();
    await expect(page.getByRole('region', { name: 'Starter × 1' })).toContainText('Our checkout');
    const pro = page.getByRole('region', { name: 'Pro × 1' });
    await expect(pro).toContainText(second);
    await expect(pro).toContainText('Someone in the provider’s dashboard');
    await pro.getByRole('link', { name: 'Review cancellation' }).click();
    await expect(page.getByText(second)).toBeVisible();
    await page.getByLabel('Reason').fill('sold twice');
    await page.getByRole('button', { name: 'Cancel now' }).click();
    await expect(page.getByText('Subscription canceled')).toBeVisible();
    await webhooksArrived();
    expect((await plansOf(person)).sort()).toEqual(['pro_month ended', 'starter_month active']);
  });

  for (const [button, then] of [
    ['Cancel at period end', ['starter_month active, ending']],
    ['Cancel now', ['starter_month ended']],
  ] as const) {
    test(`an operator uses “${button}” for a customer`, async ({ page, person }) => {
      await buyThrough(page, 'Dodo Payments', 'plan=starter&interval=month');
      const operator = await operatorSignsIn(page.context());
      await page.goto(`/admin/customers/${person.id}`);
      await page.getByRole('link', { name: 'Cancel subscription' }).click();
      await page.getByLabel('Reason').fill('asked by email');
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByText('Subscription canceled')).toBeVisible();
      await webhooksArrived();
      expect(await plansOf(person)).toEqual(then);
      expect(await auditOf(operator)).toEqual(['cancel.requested']);
    });
  }
});

test('the banner is on prerendered pages too, and on the not-found page', async ({ page, person }) => {
  await operatorSignsIn(page.context());
  await page.goto(`/admin/customers/${person.id}`);
  await page.getByRole('button', { name: 'View as customer' }).click();
  for (const path of ['/', '/pricing', '/terms', '/sign-in', '/nothing-here']) {
    await page.goto(path);
    await expect(page.getByRole('complementary', { name: 'Viewing as a customer' })).toHaveCount(1);
  }
});

test('to a customer, viewing as another one doesn’t exist', async ({ page, person }) => {
  for (const path of ['/api/admin/view', '/api/admin/view/end'])
    expect(
      (await page.request.post(path, { headers: { origin: APP }, form: { workspace: person.id } })).status(),
      path,
    ).toBe(404);
});

test('an operator finds a customer by the provider’s id of a payment or subscription', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await operatorSignsIn(page.context());
  const [payment] = await paymentIdsOf(person);
  await page.goto(`/admin/customers/${person.id}`);
  const ids = await page.locator('code').allTextContents();
  const wanted = [payment ?? '', ...ids.filter((id) => /^(sub|pi|cus)_/.test(id))];
  expect(wanted.length).toBeGreaterThan(3);
  for (const id of wanted) {
    await page.goto(`/admin?q=${id}`);
    await expect(page.getByRole('link', { name: person.email })).toBeVisible();
  }
});

test('an id that only a webhook we ignored names is said not to be ours, and leads to the webhook', async ({
  page,
  person,
}) => {
  await ignoreEvent(person, `pi_of_${person.id}`);
  await operatorSignsIn(page.context());
  await page.goto('/admin');
  await page.getByLabel('Search').fill(`pi_of_${person.id}`);
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByText('Not in our catalog: paid through the provider with another price')).toBeVisible();
  await page.getByRole('link', { name: /^stripe charge\.refunded/ }).click();
  await expect(page.getByRole('heading', { name: 'stripe charge.refunded' })).toBeVisible();
});
