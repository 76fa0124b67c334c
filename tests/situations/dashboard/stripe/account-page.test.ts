import { expect, test } from 'vitest';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { changeOptions } from '@/lib/billing/account/change-options';
import { billingOverview } from '@/lib/billing/account/overview';
import { payPage } from '@/lib/billing/account/pay-page';
import { cardTerms } from '@/lib/billing/account/payment-method-terms';
import { asOwner } from '../../../fixtures/as-owner';
import { saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { latestInvoice } from '../../../fixtures/dashboard/stripe/invoices';
import {
  cancelAt,
  moveNextCharge,
  sendNet30Invoice,
  setQuantity,
} from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import { customerAlone, DAY, emailsTo, nowSeconds, opened, ourPrice, subscribes } from './at-stripe';

const scene = stage();
const ASKS_EVERY_TIME = 'pm_card_authenticationRequired';
/** Stripe charges a renewal one hour after it creates the invoice. */
const chargedAt = (renewal: number) => new Date((renewal + 3600) * 1000);
const proYear = { plan: 'pro', interval: 'year' } as const;

test('a renewal that requires authentication leads to the page where the customer confirms it, and to no new card', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await saveCard(story.stripe, customer, ASKS_EVERY_TIME);
  await story.days(32);
  await opened(story);
  const { due } = await billingOverview(story.user.id);
  expect(due).toMatchObject({ amount: 900n, overdue: true, how: 'confirm', onInvoicePage: true });
  expect(await cardTerms(story.user.id)).toMatchObject({ owed: { amount: 900n, how: 'confirm' } });
  expect((await emailsTo(story)).map(({ kind }) => kind)).toContain('action-required');
  const invoice = await latestInvoice(story.stripe, subscription.id);
  expect(await payPage(story.user.id)).toBe(invoice.hosted_invoice_url);
});

test('an upgrade that requires authentication waits for the customer, who is sent there, and changes nothing meanwhile', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await saveCard(story.stripe, customer, ASKS_EVERY_TIME);
  await opened(story);
  const { terms } = await previewChange(story.user.id, proYear);
  await expect(changePlan(asOwner(story.user.id), proYear, terms)).rejects.toMatchObject({
    code: 'billing/confirmation-required',
  });
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect((await billingOverview(story.user.id)).awaitsConfirmation).toBe(true);
  const invoice = await latestInvoice(story.stripe, subscription.id);
  expect(invoice.status).toBe('open');
  expect(await payPage(story.user.id)).toBe(invoice.hosted_invoice_url);
  const card = await story.stripe.paymentMethods.attach('pm_card_visa', { customer });
  await story.stripe.invoices.pay(invoice.id, { payment_method: card.id });
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
  expect((await billingOverview(story.user.id)).awaitsConfirmation).toBe(false);
  expect(await payPage(story.user.id)).toBeNull();
});

test('a customer who pays by invoice sees the open invoice with its due date and a link to it', async () => {
  const story = scene.story();
  const customer = await customerAlone(story);
  const { id } = await sendNet30Invoice(story.stripe, customer, await ourPrice('pro_year'));
  await story.hours(2);
  await opened(story);
  const invoice = await latestInvoice(story.stripe, id);
  const { due, subscription } = await billingOverview(story.user.id);
  expect(subscription?.byInvoice).toBe(true);
  expect(due).toMatchObject({ amount: BigInt(invoice.amount_due), overdue: false, how: 'invoice' });
  expect(due?.dueAt?.getTime()).toBe((invoice.due_date ?? 0) * 1000);
  expect(await payPage(story.user.id)).toBe(invoice.hosted_invoice_url);
});

test('a customer who owes nothing is sent to no page, and neither is a stranger', async () => {
  const story = scene.story();
  await subscribes(story);
  expect(await payPage(story.user.id)).toBeNull();
  expect(await payPage('00000000-0000-0000-0000-000000000000')).toBeNull();
  expect((await billingOverview(story.user.id)).due).toBeNull();
});

test('an end scheduled months ahead shows the charges until then', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story);
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  await cancelAt(story.stripe, subscription.id, (await nowSeconds()) + 107 * DAY);
  await opened(story);
  const { subscription: seen } = await billingOverview(story.user.id);
  expect(seen?.cancelAt).not.toBeNull();
  expect(seen?.nextCharge).toEqual({ at: chargedAt(end), amount: 900n });
});

test('a paying customer whose next charge was moved sees the new day, and no trial', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story);
  const to = (await nowSeconds()) + 60 * DAY;
  await moveNextCharge(story.stripe, subscription.id, to);
  expect((await opened(story)).reason).not.toBe('trial');
  const { subscription: seen } = await billingOverview(story.user.id);
  expect(seen?.nextCharge?.at).toEqual(new Date(to * 1000));
});

test('a plan whose seats were set to 0 can have seats again', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story, { ...proYear, currency: 'USD', provider: 'stripe' });
  await setQuantity(story.stripe, subscription.id, await ourPrice('pro_year'), 0);
  expect(await opened(story)).toMatchObject({ level: 'none', reason: 'no_seats' });
  const { seats } = await changeOptions(story.user.id);
  expect(seats).toMatchObject({ now: 0 });
  expect(seats?.each).toBeGreaterThan(0n);
  expect(await previewChange(story.user.id, { ...proYear, quantity: 1 })).toMatchObject({ seats: { from: 0, to: 1 } });
});
