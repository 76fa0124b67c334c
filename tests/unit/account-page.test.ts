import { describe, expect, test } from 'vitest';
import { planSentence } from '@/components/account/plan-sentence';
import { formatAmount, formatChargeDate } from '@/components/ui/format';
import type { Access } from '@/lib/billing/access/decide';
import type { Overview } from '@/lib/billing/account/overview';
import { toSubscriptionView } from '@/lib/billing/account/subscription-view';
import { perInterval } from '@/lib/billing/interval-text';
import type { Subscription } from '@/lib/generated/prisma/client';
import { formatter } from '@/lib/mail/templates/template';

const NOW = new Date('2026-03-15T12:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const UTC = { locale: 'en-US', timeZone: 'UTC' };

const NOTHING = {
  origin: 'checkout',
  collection: 'automatic',
  ...{ providerStatus: 'active', collectionPause: null },
  ...{ collectionResumesAt: null, periodStart: NOW, trialEnd: null, cancelAt: null, canceledAt: null, endedAt: null },
  ...{ endReason: null, pastDueSince: null, debtInvoiceId: null, debtAmount: null, givenUntil: null, pausedAt: null },
  ...{ pausesAt: null, pendingSku: null, pendingQuantity: null, pendingAt: null, cardBrand: null, cardLast4: null },
  ...{ cardExpires: null, failedAttempts: 0, checkoutId: null, isCurrent: true, duplicateOf: null },
} as const;

/** Starter at 9.00 a month, renewed on March 15 and paid for until April 14. */
function contract(parts: Partial<Subscription> = {}): Subscription {
  return {
    ...NOTHING,
    provider: 'stripe',
    mode: 'sandbox',
    status: 'active',
    interval: 'month',
    ...{ id: 's', workspaceId: 'u', externalId: 'sub_1', ticket: 1n, syncedAt: NOW, digest: null },
    ...{ sku: 'starter_month', priceExternalId: 'price_1', quantity: 1, currency: 'USD' },
    ...{ amount: 900n, items: [], intervalCount: 1, createdAt: NOW, startedAt: NOW },
    ...{ periodEnd: days(30), paidUntil: days(30), coverage: [], nextChargeAt: days(30), nextChargeAmount: 900n },
    ...parts,
  };
}

const paid: Access = { plan: 'starter', level: 'full', until: days(30), reason: 'paid', seats: 1, credits: 0 };

function says(access: Partial<Access>, parts: Partial<Subscription> = {}): string {
  const view = toSubscriptionView(contract(parts));
  const overview: Overview = {
    ...{ access: { ...paid, ...access }, asOf: new Date(0), subscription: view, due: null, awaitsConfirmation: false },
    ...{ lifetime: false, credits: 0, payments: [], portals: [], workspaceId: 'w', team: false, duplicates: 0 },
  };
  return planSentence(overview, UTC);
}

describe('the next charge on the account page', () => {
  test('is what the provider will charge, with tax and discounts', () => {
    const { nextCharge } = toSubscriptionView(contract({ nextChargeAmount: 1143n }));
    expect(nextCharge).toEqual({ at: days(30), amount: 1143n });
  });

  test('is said of the day it renews, also when that hour ends in the next day', () => {
    const hour = 3_600_000;
    const at = (next: Date) => toSubscriptionView(contract({ nextChargeAt: next })).nextCharge?.at;
    expect(at(new Date(days(30).getTime() + hour))).toEqual(days(30));
    expect(at(new Date(days(30).getTime() + 72 * hour))).toEqual(new Date(days(30).getTime() + 72 * hour));
    expect(at(days(12))).toEqual(days(12));
    const trial = contract({ status: 'trialing', trialEnd: days(7), nextChargeAt: new Date(days(7).getTime() + hour) });
    expect(toSubscriptionView(trial).nextCharge?.at).toEqual(days(7));
  });

  test('a subscription that ends months ahead is charged until then', () => {
    const cancelAt = days(107);
    expect(says({ reason: 'canceling' }, { cancelAt })).toBe(
      'Starter ends on June 30, 2026 (UTC). Until then, it renews as usual. Your next payment is $9.00 on April 14, 2026 (UTC).',
    );
    expect(says({ reason: 'canceling', until: days(30) }, { cancelAt: days(30) })).toContain(
      'You won’t be charged again',
    );
    expect(toSubscriptionView(contract({ cancelAt: days(30) })).nextCharge).toBeNull();
  });

  test('an invoice that is overdue is not a payment that we retry', () => {
    const late = { level: 'full', reason: 'past_due', until: days(7) } as const;
    expect(says(late, { collection: 'invoice', status: 'past_due' })).toBe('Your invoice for Starter is overdue.');
    expect(says(late, { status: 'past_due' })).toContain('We’ll retry it automatically');
  });

  test('nothing is charged while collection is paused', () => {
    const parts = { collectionPause: 'keep_as_draft', nextChargeAt: null, nextChargeAmount: null };
    expect(toSubscriptionView(contract(parts)).nextCharge).toBeNull();
    expect(says({ reason: 'given' }, parts)).toContain('Your payments are on hold');
  });

  test('nothing is charged on the day a pause begins', () => {
    expect(toSubscriptionView(contract({ pausesAt: days(30) })).nextCharge).toBeNull();
  });

  test('the contract renews, even while a better or a smaller plan is paid for', () => {
    const pro = { sku: 'pro_month', amount: 2900n, nextChargeAmount: 2900n } as const;
    expect(says({ plan: 'starter' }, pro)).toBe(
      'You have Starter until April 14, 2026 (UTC). Then your subscription renews as Pro.',
    );
    expect(says({ plan: 'pro' })).toBe(
      'You have Pro until April 14, 2026 (UTC). Then your subscription renews as Starter.',
    );
    const pending = { pendingSku: 'starter_month', pendingQuantity: 1, pendingAt: days(30) } as const;
    expect(says({ plan: 'pro' }, { ...pro, ...pending })).toBe(
      'You have Pro until April 14, 2026 (UTC). Then your subscription renews as Starter.',
    );
  });

  test('a paid plan stays open to its end when the contract no longer sells one of ours', () => {
    expect(says({ plan: 'pro' }, { sku: null })).toBe('You have access to Pro until April 14, 2026 (UTC).');
  });

  test('just after a renewal it shows when the plan renews next, and no past date', () => {
    expect(says({ until: new Date(NOW.getTime() + 3 * 3_600_000) })).toBe(
      'Starter renews automatically on April 14, 2026 (UTC).',
    );
  });

  test('a paying customer whose next charge was moved has no trial', () => {
    const moved = { status: 'trialing', trialEnd: days(44), periodEnd: days(44), nextChargeAt: days(44) } as const;
    expect(says({ reason: 'given', until: days(44) }, moved)).toBe(
      'Starter renews automatically on April 28, 2026 (UTC).',
    );
  });

  test('a plan without seats requires one', () => {
    expect(says({ reason: 'no_seats', level: 'none', until: null }, { quantity: 0, amount: 0n })).toBe(
      'Your Starter plan has no seats. Add a seat to use it.',
    );
  });
});

describe('the price of a plan', () => {
  test('is shown for the interval of its price, even one that we do not sell', () => {
    const quarterly = toSubscriptionView(contract({ intervalCount: 3, amount: 2500n }));
    expect(quarterly.interval).toBeNull();
    expect(quarterly.every === null ? '' : perInterval(quarterly.every)).toBe('every 3 months');
    expect(perInterval({ unit: 'year', count: 1 })).toBe('per year');
  });

  test('includes the items besides the plan', () => {
    const item = { priceExternalId: 'p', productExternalId: null, quantity: 1, amount: '900', interval: null };
    const items = [
      { ...item, externalId: 'si_1' },
      { ...item, externalId: 'si_2' },
    ];
    expect(toSubscriptionView(contract({ items })).otherItems).toBe(1);
  });

  test('has as many decimals as its provider uses', () => {
    const at = (currency: string, provider: 'stripe' | 'dodo') => formatAmount(990_000n, { currency, provider }, UTC);
    expect([at('HUF', 'stripe'), at('UGX', 'stripe')]).toEqual(['HUF\u00a09,900.00', 'UGX\u00a09,900.00']);
    expect([at('UGX', 'dodo'), at('CLP', 'stripe')]).toEqual(['UGX\u00a0990,000', 'CLP\u00a0990,000']);
  });
});

test('the day of a charge is in the customer’s time zone, which is named', () => {
  const end = new Date('2027-05-28T02:00:00Z');
  const seen = (timeZone: string) => formatChargeDate(end, { locale: 'en-US', timeZone });
  expect(seen('America/Los_Angeles')).toBe('May 27, 2027 (PDT)');
  expect(seen('UTC')).toBe('May 28, 2027 (UTC)');
  expect(seen('Asia/Tokyo')).toBe('May 28, 2027 (GMT+9)');
  const email = formatter({ locale: 'en-GB', timeZone: 'America/Los_Angeles' }, 'https://app.test');
  expect(email.chargeDay(end.toISOString())).toBe('27 May 2027 (GMT-7)');
  expect(email.money({ minor: '990000', currency: 'UGX', provider: 'dodo' })).toBe('UGX\u00a0990,000');
});
