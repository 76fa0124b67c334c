import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { BillingBanner } from '@/components/account/billing-banner';
import { BANNER } from '@/components/account/copy';
import type { Access, Decision } from '@/lib/billing/access/decide';
import type { Overview } from '@/lib/billing/account/overview';

const READER = { locale: 'en-US', timeZone: 'UTC' };
const own: Decision = { plan: 'starter', level: 'read_only', until: null, reason: 'past_due', seats: 1 };
const gift: Access = {
  ...{ plan: 'pro', level: 'full', until: new Date('2026-04-01T12:00:00Z'), reason: 'granted', seats: 1, credits: 0 },
};
const owed = { invoiceExternalId: null, amount: 900n, dueAt: null, overdue: true, how: 'card', onInvoicePage: false };

function shown(withoutGift: Decision, due: Overview['due']): string {
  const overview: Overview = {
    ...{ access: { ...gift, withoutGift }, asOf: new Date(0), subscription: null, due, awaitsConfirmation: false },
    ...{ lifetime: false, credits: 0, portals: [], workspaceId: 'w', team: false, duplicates: 0 },
  };
  return renderToStaticMarkup(createElement(BillingBanner, { overview, reader: READER, manages: true }));
}

describe('days of a plan that an operator granted hide nothing about the customer’s own subscription', () => {
  test.each(['past_due', 'unpaid'] as const)(
    'the debt while it is %s, which keeps access until the gift ends',
    (reason) => {
      const html = shown({ ...own, reason }, { ...owed, how: 'card' });
      expect(html).toContain(BANNER.pastDue.title());
      expect(html).toContain('Apr');
    },
  );

  test('that it ends, by its own plan and date', () => {
    const html = shown({ ...own, level: 'full', reason: 'canceling', until: new Date('2026-03-20T12:00:00Z') }, null);
    expect(html).toContain('Starter');
    expect(html).toContain('Mar');
  });

  test('and show nothing where nothing is wrong', () => {
    expect(shown({ ...own, level: 'full', reason: 'paid' }, null)).toBe('');
  });
});
