import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { providerPaymentsOf } from '../../e2e/account-ledger';
import {
  changePlanAtStripe,
  payLinkAtStripe,
  refundAtStripe,
  sellPlanAtStripe,
  uncancelAtStripe,
} from '../../e2e/dashboard';
import { expect, test } from '../../e2e/fixtures';
import { failOnce, operatorSignsIn } from '../../e2e/operators';
import { disputePayment, failRefundAtStripe, holdWebhooks, webhooksArrived } from '../../e2e/sandbox';
import { buyThrough, clock, FAILS_LATER_CARD } from '../../e2e/subscribing';
import { inviteOn } from '../../e2e/team';

/** What a support person does with every question: searches for what the customer wrote, and reads what opens. */
async function lookUp(page: Page, given: string): Promise<void> {
  await operatorSignsIn(page.context());
  await page.goto('/admin');
  await page.getByLabel('Search').fill(given);
  await page.getByRole('button', { name: 'Find' }).click();
}

const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name });
const timeline = (page: Page) => region(page, 'Everything that happened, newest first').getByRole('row');
const payments = (page: Page) => region(page, 'Payments, newest first').getByRole('row');
const alert = (page: Page) => region(page, '1 open alert');

test('“Was I charged twice?” A second subscription was sold in the dashboard', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  const second = await sellPlanAtStripe(person, 'starter_month');
  await webhooksArrived();
  await lookUp(page, person.email);
  await expect(payments(page).filter({ hasText: '$9.00' }).filter({ hasText: 'succeeded' })).toHaveCount(2);
  await expect(alert(page)).toContainText('two live subscriptions');
  const sold = region(page, 'Subscriptions, newest first').getByRole('row').filter({ hasText: second });
  await expect(sold).toContainText('the provider’s dashboard');
});

test('“Why can’t I edit anything?” The renewal failed, and the card was not replaced', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month', FAILS_LATER_CARD);
  await clock({ advanceDays: 32 });
  await clock({ advanceDays: 8 });
  await lookUp(page, person.email);
  await expect(page.getByText(/^Read-only access to Starter.*because the renewal payment failed/)).toBeVisible();
  await expect(region(page, 'Subscriptions, newest first')).toContainText('owes $9.00');
  await expect(payments(page).filter({ hasText: 'failed' }).first()).toBeVisible();
});

test('“Where is my refund?” The bank returned it', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  const [payment = ''] = await providerPaymentsOf(person);
  await failRefundAtStripe(await refundAtStripe(person, payment));
  await webhooksArrived();
  await lookUp(page, person.email);
  await expect(payments(page).filter({ hasText: payment })).toContainText('$9.00 failed');
  await expect(page.getByRole('region', { name: /open alert/ })).toContainText('refund failed');
});

test('“I paid by a link and have no access.” It made a customer at Stripe whom we don’t know', async ({
  page,
  person,
}) => {
  const payment = await payLinkAtStripe('lifetime', person.email);
  await webhooksArrived();
  await lookUp(page, payment);
  await expect(page.getByText('Catalog price, unknown customer')).toBeVisible();
  await expect(page.getByText('refund it in the provider’s dashboard', { exact: false })).toBeVisible();
});

test('“Why do I have this plan?” It was changed in the dashboard', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await changePlanAtStripe(person, 'pro_month');
  await webhooksArrived();
  await lookUp(page, person.email);
  const change = timeline(page).filter({ hasText: 'sku starter_month → pro_month' });
  await expect(change).toContainText('(webhook from Stripe)');
  // No operation of ours did it.
  await expect(timeline(page).filter({ hasText: 'change-now' })).toHaveCount(0);
});

test('“Can you change the address on my invoice?” The runbook says where', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await lookUp(page, person.email);
  await page.getByRole('navigation', { name: 'Operator pages' }).getByRole('link', { name: 'Runbook' }).click();
  const answer = page.getByRole('row').filter({ hasText: 'Can you change the address on my invoice?' });
  await expect(answer).toContainText('the customer changes them under Manage billing');
});

test('“I was invited and can’t get in.” The workspace has no seat left', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=pro&interval=month&quantity=2');
  const [first, second] = [`one-${randomUUID()}@customer.test`, `two-${randomUUID()}@customer.test`];
  await inviteOn(page, [first]);
  await inviteOn(page, [second]);
  await lookUp(page, second);
  await expect(page.getByRole('heading', { level: 1, name: person.email })).toBeVisible();
  await expect(page.getByText('2 of 2 paid seats used: 1 by members, 1 by invitations.')).toBeVisible();
  const invited = region(page, 'Invitations, newest first').getByRole('row');
  await expect(invited.filter({ hasText: second })).toContainText('waiting for a seat');
  await expect(invited.filter({ hasText: first })).toContainText('sent');
});

test('“I never got my receipt.” The mail server refused it', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=credits&quantity=1');
  await webhooksArrived();
  await failOnce(person);
  await lookUp(page, person.email);
  const receipt = region(page, 'Emails, newest first').getByRole('row').filter({ hasText: 'receipt' });
  await expect(receipt).toContainText('waiting');
  await expect(receipt).toContainText('refused');
  await expect(receipt.getByRole('button', { name: 'Send again receipt' })).toBeVisible();
});

test('“What happens to my disputed payment?” Its evidence is due', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  const [payment = ''] = await providerPaymentsOf(person);
  await disputePayment('stripe', payment);
  await webhooksArrived();
  await lookUp(page, payment);
  await expect(page.getByText(/^Read-only access to Starter.*because a payment is disputed/)).toBeVisible();
  await expect(payments(page).filter({ hasText: payment })).toContainText(/Disputed, evidence due \d{4}-\d\d-\d\d/);
  await expect(page.getByRole('link', { name: 'Submit evidence' })).toBeVisible();
});

test('“I was charged after canceling.” The cancellation was undone in the dashboard', async ({ page, person }) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  // Otherwise the webhook of the cancellation may be the first to bring it.
  await holdWebhooks(true);
  await page.goto('/account/cancel');
  await page.getByRole('button', { name: 'Cancel subscription' }).click();
  await expect(page.getByText('Your subscription was canceled')).toBeVisible();
  await holdWebhooks(false);
  await webhooksArrived();
  await uncancelAtStripe(person);
  await webhooksArrived();
  await clock({ advanceDays: 32 });
  await lookUp(page, person.email);
  const row = (text: string) => timeline(page).filter({ hasText: text });
  await expect(row('schedule-cancel succeeded')).toBeVisible();
  // By the customer first; then by no operation of ours.
  await expect(row('cancelAt').filter({ hasText: '(operation by the customer)' })).toBeVisible();
  await expect(row('cancelAt').filter({ hasText: '(webhook from Stripe)' })).toBeVisible();
  await expect(payments(page).filter({ hasText: 'succeeded' })).toHaveCount(2);
});
