import type { Page } from '@playwright/test';
import { CANCEL } from '@/components/account/cancel/copy';
import { ERROR_PAGES } from '@/components/site/copy';
import { DECLINED_CARD, payAtDodo, payAtStripe } from './buying';
import { expect } from './fixtures';
import { type Person, without } from './ledger';
import { killEvents, operatorSignsIn, raiseAlert } from './operators';
import { breakApi, holdWebhooks, mailedLink, repairApi, webhooksArrived } from './sandbox';
import { buyThrough, clock, comeBackTo, FAILS_LATER_CARD, leadTo } from './subscribing';
import { teamTour } from './team-tour';

/** A person in front of a page, and what is done with each page they see: an inspection or a screenshot. */
export interface Tour {
  readonly page: Page;
  readonly person: Person;
  look(name: string): Promise<void>;
}

/** Walks through every page in every state it can be in; each tour is one person's. */
export const TOURS: Readonly<Record<string, (tour: Tour) => Promise<void>>> = {
  async 'what everyone sees'({ page, look }) {
    await page.context().clearCookies();
    await see('/', 'landing');
    await see('/pricing', 'pricing');
    await page.locator('label', { hasText: 'Yearly' }).click();
    await page.getByText('JPY', { exact: true }).click();
    await look('pricing-year-yen');
    await see('/terms', 'terms');
    await see('/privacy', 'privacy');
    await see('/account-deleted', 'account-deleted');
    await see('/nothing-here', 'not-found');
    await see('/sign-in', 'sign-in');
    const email = `tour-of-a-longer-name-than-most-${Date.now()}@customer.test`;
    await page.getByLabel('Email address').fill('nobody');
    await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''));
    await page.getByRole('button', { name: 'Send sign-in link' }).click();
    await expect(page.getByText('Enter a valid email address')).toBeVisible();
    await look('sign-in-wrong');
    await page.getByLabel('Email address').fill(email);
    await page.getByRole('button', { name: 'Send sign-in link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
    await look('sign-in-check-inbox');
    await see(await mailedLink(email), 'sign-in-confirm');
    await see('/sign-in/confirm?token=old', 'sign-in-gone');

    async function see(path: string, name: string) {
      await page.goto(path);
      await look(name);
    }
  },

  async 'a user without a plan'({ page, look }) {
    await visit(page, look, {
      'dashboard-empty': '/dashboard?example=1',
      'premium-upsell': '/premium',
      'account-free': '/account',
      'account-no-payments': '/account/payments',
      'account-profile': '/account/profile',
      'account-security': '/account/security',
      'account-delete': '/account/delete',
      'account-address-gone': '/account/email/confirm?token=old',
      'change-nothing': '/account/change',
      'cancel-nothing': '/account/cancel',
      'start-trial': '/checkout/start?plan=pro&interval=year',
      'start-credits': '/checkout/start?plan=credits&quantity=3&currency=EUR',
      'start-unknown': '/checkout/start?plan=x',
    });
    await page.goto('/dashboard?example=1');
    await page.getByRole('button', { name: 'Summarize' }).click();
    await expect(page.getByText('Busiest day')).toBeVisible();
    await look('dashboard-summary');
    await page.getByLabel('Your numbers').fill('2026-11-01, 4\n2026-11-31, 5');
    await page.getByRole('button', { name: 'Summarize' }).click();
    await expect(page.getByText('Line 2: start with a date')).toBeVisible();
    await look('dashboard-wrong-line');
    await breakApi('stripe');
    await page.goto('/checkout/start?plan=lifetime');
    await page.getByLabel('Stripe').check();
    await page.getByRole('button', { name: /^Continue/ }).click();
    await expect(page.getByRole('heading', { name: /can’t reach our payment provider right now/ })).toBeVisible();
    await look('problem-provider-down');
    await repairApi();
  },

  async 'a checkout that takes its time'({ page, look }) {
    await leadTo(page, 'Stripe', 'plan=lifetime');
    await page.getByRole('link', { name: /^← Back/ }).click();
    await expect(page.getByRole('heading', { name: 'You weren’t charged' })).toBeVisible();
    await look('checkout-canceled');
    await page.getByRole('link', { name: 'Pick up where you left off' }).click();
    await page.getByLabel('Stripe').check();
    await page.getByRole('button', { name: /^Continue/ }).click();
    await holdWebhooks(true);
    await breakApi('stripe');
    await payAtStripe(page);
    await expect(page.getByRole('heading', { name: 'Confirming your payment' })).toBeVisible();
    await look('checkout-confirming');
    await repairApi();
    await holdWebhooks(false);
    await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible();
    await look('checkout-paid');
    await visit(page, look, { 'account-lifetime': '/account', 'pricing-lifetime': '/pricing' });
  },

  async 'a customer in a trial of Pro'({ page, look }) {
    await leadTo(page, 'Dodo Payments', 'plan=pro&interval=month');
    await payAtDodo(page);
    await comeBackTo(page, 'Your trial has started');
    await webhooksArrived();
    await look('checkout-trial');
    await visit(page, look, {
      'account-trial': '/account',
      'pricing-subscribed': '/pricing',
      'change-list': '/account/change',
      'change-confirm-later': '/account/change/confirm?plan=starter&interval=month',
    });
    await page.getByRole('button', { name: 'Confirm change' }).click();
    await expect(page.getByText('Your change is scheduled')).toBeVisible();
    await look('account-change-planned');
    await page.goto('/premium?example=1');
    await page.getByRole('button', { name: 'Create report' }).click();
    await expect(page.getByRole('img', { name: /^Bar chart of the daily/ })).toBeVisible();
    await page.locator('summary', { hasText: 'View data as a table' }).click();
    await look('premium-report');
  },

  async 'a customer who pays for Starter'({ page, look }) {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await buyThrough(page, 'Dodo Payments', 'plan=credits&quantity=2');
    await visit(page, look, {
      dashboard: '/dashboard?example=1',
      'account-active': '/account',
      'change-confirm-now': '/account/change/confirm?plan=pro&interval=year',
      'cancel-form': '/account/cancel',
      'payment-method-form': '/account/payment-method',
      'start-already': '/checkout/start?plan=pro&interval=year',
    });
    await page.goto('/account/payments');
    await look('account-payments');
    await page.getByRole('link', { name: 'Request a refund' }).first().click();
    await expect(page.getByRole('button', { name: /^Refund/ })).toBeVisible();
    await look('refund-form');
    await page.goto('/account/cancel');
    await page.getByRole('button', { name: 'Cancel subscription' }).click();
    await expect(page.getByText('Your subscription was canceled')).toBeVisible();
    await look('account-canceling');
    await page.getByRole('link', { name: CANCEL.now.link }).click();
    await expect(page).toHaveURL(/\/account\/cancel\/now$/);
    await look('cancel-now-after-all');
    await page.goto('/account/payments');
    await page.getByRole('link', { name: 'Request a refund' }).first().click();
    const refund = page.url();
    await page.getByRole('button', { name: /^Refund/ }).click();
    await expect(page.getByText('Your refund is on its way')).toBeVisible();
    await look('account-refunded');
    await visit(page, look, { 'refund-over': refund });
  },

  'a team of three': teamTour,

  async 'a customer who pauses'({ page, look }) {
    await buyThrough(page, 'Dodo Payments', 'plan=starter&interval=month');
    await visit(page, look, { 'pause-form': '/account/pause' });
    await page.getByRole('button', { name: 'Pause plan' }).click();
    await expect(page.getByText('Your plan is paused')).toBeVisible();
    await look('account-paused');
    await visit(page, look, { 'resume-form': '/account/resume', 'premium-paused': '/premium' });
  },

  async 'an operator who looks after one customer'({ page, person, look }) {
    const customer = `/admin/customers/${person.id}`;
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await raiseAlert(person);
    await operatorSignsIn(page.context());
    await visit(page, look, { 'admin-customer': customer, 'admin-cancel': `${customer}/cancel` });
    await page.goto(customer);
    await page.getByRole('link', { name: 'Refund', exact: true }).click();
    await look('admin-refund');
  },

  async 'an operator who looks over everything'({ page, person, look }) {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await raiseAlert(person);
    await killEvents(person);
    await operatorSignsIn(page.context());
    await visit(page, look, {
      'admin-customers': '/admin',
      'admin-alerts': '/admin/alerts',
      'admin-run-book': '/admin/run-book',
      'admin-events': '/admin/events',
      'admin-dead': '/admin/events/dead',
      'admin-work': '/admin/work',
    });
  },

  async 'an operator who reads reports'({ page, look }) {
    await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
    await operatorSignsIn(page.context());
    await visit(page, look, {
      'admin-money': '/admin/money',
      'admin-reconcile': '/admin/reconcile',
      'admin-revenue': '/admin/revenue',
      'admin-audit': '/admin/audit',
      'admin-jobs': '/admin/jobs',
      'admin-api': '/admin/api',
    });
  },

  async 'a customer whose card stops working'({ page, look }) {
    await buyThrough(page, 'Stripe', 'plan=pro&interval=month', FAILS_LATER_CARD);
    await clock({ advanceDays: 15 });
    await visit(page, look, {
      'account-past-due': '/account',
      'payment-method-past-due': '/account/payment-method',
      'cancel-now': '/account/cancel',
    });
    await clock({ advanceDays: 8 });
    await visit(page, look, { 'account-read-only': '/account', 'premium-on-hold': '/premium' });
    await clock({ advanceDays: 40 });
    await visit(page, look, { 'account-ended': '/account' });
    await leadTo(page, 'Stripe', 'plan=starter&interval=month');
    await payAtStripe(page, DECLINED_CARD);
    await expect(page.getByRole('alert')).toContainText(/declined/i);
    await clock({ advanceDays: 2 });
    await page.getByRole('link', { name: /^← Back/ }).click();
    await page.goto(page.url().replace('/canceled?', '/success?'));
    await expect(page.getByRole('heading', { name: 'This checkout has expired' })).toBeVisible();
    await look('checkout-expired');
  },
};

/** The same, while our own side fails. */
export async function whileWeFail({ page, look }: Tour): Promise<void> {
  await without('Payment', async () => {
    await page.goto('/account');
    await expect(page.getByRole('button', { name: ERROR_PAGES.unexpected.retry })).toBeVisible();
    await look('problem-error');
  });
}

async function visit(page: Page, look: Tour['look'], places: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, path] of Object.entries(places)) {
    await page.goto(path);
    await look(name);
  }
}
