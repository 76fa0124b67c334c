import { describe, expect, test } from 'vitest';
import { planSentence } from '@/components/account/plan-sentence';
import { billingOverview } from '@/lib/billing/account/overview';
import { db } from '@/lib/db';
import { look } from '../../../fixtures/by-hand';
import { changeCards } from '../../../fixtures/card';
import { saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { createSubscription, sendNet30Invoice } from '../../../fixtures/dashboard/stripe/subscriptions';
import { sentEmail } from '../../../fixtures/email-text';
import { stage } from '../../../fixtures/stage';
import { customerAlone, DAY, emailsTo, nowSeconds, opened, ourPrice } from './at-stripe';

const scene = stage();
const CARD = /card|declined|payment method|try again|charge[ds]? to/i;
const READER = { locale: 'en-US', timeZone: 'UTC' };

/** Every email that was sent, by kind. */
async function told(): Promise<string[]> {
  const sent = (await emailsTo(scene.story())).filter(({ status }) => status === 'sent');
  return sent.map(({ kind }) => kind).sort();
}

describe('a company that pays invoices within 30 days', () => {
  test('and is late is reminded of its invoice with the due date and a link to it, and never of a card', async () => {
    const story = scene.story();
    const { user } = story;
    const { id } = await sendNet30Invoice(story.stripe, await customerAlone(story), await ourPrice('pro_year'));
    await story.days(29);
    await opened(story);
    expect(await told()).toEqual([]);
    await story.days(1.2);
    expect(await opened(story)).toMatchObject({ level: 'full', reason: 'past_due' });
    const overdue = await sentEmail(user.id, 'payment-failed');
    expect(overdue).toMatch(/Your \$[\d.]+ invoice is overdue/);
    expect(overdue).toMatch(/Your \$[\d.]+ invoice for Pro \(yearly\) was due on March 31, \d{4}\. Pay online/);
    expect(overdue).toMatch(/You have full access until April 7, \d{4}/);
    expect(overdue).toContain('/account/pay');
    expect(planSentence(await billingOverview(user.id), READER)).toBe('Your invoice for Pro is overdue.');

    await story.days(7);
    expect((await opened(story)).level).toBe('read_only');
    const limited = await sentEmail(user.id, 'access-limited');
    expect(limited).toContain('Your account is read-only until your invoice is paid');
    expect(limited).toMatch(/Your \$[\d.]+ invoice for Pro \(yearly\) was due on March 31/);
    expect(limited).toContain('Pay your invoice to restore full access');
    // Nothing that a person made is ended without one.
    expect(limited).toMatch(/we may cancel your subscription after April \d+, \d{4}/);

    await story.days(5);
    await opened(story);
    const last = await sentEmail(user.id, 'final-notice');
    expect(last).toMatch(/Your \$[\d.]+ invoice for Pro \(yearly\) was due on March 31/);
    expect(last).toMatch(/Pay by April \d+, \d{4} to keep your subscription/);
    expect(last).not.toContain('your subscription ends');

    await story.stripe.subscriptions.cancel(id);
    expect((await opened(story)).level).toBe('none');
    const ended = await sentEmail(user.id, 'ended');
    expect(await told()).toEqual(['access-limited', 'ended', 'final-notice', 'payment-failed']);
    for (const text of [overdue, limited, last, ended]) expect(text).not.toMatch(CARD);
  });

  test('and is late with one of two gets the amount of that one, and not that access is limited before it is', async () => {
    const story = scene.story();
    const { user } = story;
    await sendNet30Invoice(story.stripe, await customerAlone(story), await ourPrice('starter_month'));
    await story.days(30.2);
    await opened(story);
    // The next month's invoice is open by now, and isn't due.
    await story.days(7);
    expect(await opened(story)).toMatchObject({ level: 'full' });
    expect((await billingOverview(user.id)).due).toMatchObject({ amount: 900n, how: 'invoice' });
    expect(await told()).toEqual(['payment-failed']);
    await story.days(5);
    await opened(story);
    expect(await sentEmail(user.id, 'final-notice')).toContain('Your $9.00 invoice for Starter (monthly) was due on');
  });

  test('reads about its trial’s end and its yearly renewal that an invoice comes', async () => {
    const story = scene.story();
    const { user } = story;
    const customer = await customerAlone(story);
    await createSubscription(story.stripe, customer, [await ourPrice('pro_year')], {
      ...{ collection_method: 'send_invoice', days_until_due: 30, trial_end: (await nowSeconds()) + 14 * DAY },
    });
    await story.days(12);
    await opened(story);
    const ending = await sentEmail(user.id, 'trial-ending');
    expect(ending).toMatch(/We’ll send you an invoice for \$[\d.]+ that day/);
    await story.days(3);
    await opened(story);
    const { data } = await story.stripe.invoices.list({ customer, status: 'open' });
    for (const { id } of data) await story.stripe.invoices.pay(id, { paid_out_of_band: true });
    await story.days(360);
    await opened(story);
    const renewing = await sentEmail(user.id, 'renewing');
    expect(renewing).toMatch(/We’ll send you an invoice for \$[\d.]+ for another year/);
    for (const text of [ending, renewing]) expect(text).not.toMatch(CARD);
  });

  test('is not warned of a card that expires, because no card is charged', async () => {
    const story = scene.story();
    const { user } = story;
    const customer = await customerAlone(story);
    await saveCard(story.stripe, customer);
    await sendNet30Invoice(story.stripe, customer, await ourPrice('pro_year'));
    const soon = new Date((await nowSeconds()) * 1000 + 60 * DAY * 1000);
    changeCards(story.world, 'stripe', customer, {
      expires: { month: soon.getUTCMonth() + 1, year: soon.getUTCFullYear() },
    });
    await opened(story);
    const { id, externalId, periodEnd } = await db().subscription.findFirstOrThrow();
    await look('stripe', externalId);
    const { cardExpires } = await db().subscription.findUniqueOrThrow({ where: { id } });
    expect(cardExpires?.getTime()).toBeLessThan(periodEnd?.getTime() ?? 0);
    expect((await emailsTo(story)).map(({ kind }) => kind)).not.toContain('card-expiring');
    // As an earlier version queued it.
    const data = { subscriptionId: id, at: periodEnd?.toISOString() ?? '' };
    const queued = { userId: user.id, workspaceId: user.id, kind: 'card-expiring', key: 'old', data };
    await db().email.create({ data: { ...queued, dueAt: new Date(0) } });
    await opened(story);
    expect(await db().email.findFirst({ where: { key: 'old' } })).toMatchObject({ status: 'dropped' });
  });
});
