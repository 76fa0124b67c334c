import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test, vi } from 'vitest';
import { PricingPreview } from '@/components/landing/pricing-preview';
import { Comparison } from '@/components/pricing/comparison';
import { Plans } from '@/components/pricing/plans';
import { QUESTIONS } from '@/components/pricing/questions';
import { JsonLd } from '@/components/site/json-ld';
import { catalogProblems } from '@/lib/billing/catalog/check';
import { smallestPlanWith } from '@/lib/billing/catalog/on-sale';
import { checkoutInput } from '@/lib/billing/checkout/input';

vi.mock('@/config/plans', () => import('../../fixtures/catalog-of-six'));

// Intl writes a non-breaking space between a code and its amount.
const pricing = renderToStaticMarkup(createElement(Plans)).replaceAll('\u00a0', ' ');
const card = (plan: string) => pricing.split('<article').find((part) => part.includes(`id="plan-${plan}"`)) ?? '';

/** What a visitor sees on a card after choosing a billing period and the n-th currency. */
function shown(plan: string, interval: string, currency: number): string[] {
  const blocks = card(plan).matchAll(/data-interval="([^"]+)" data-currency="(\d+)"><p><span[^>]*>([^<]+)</g);
  return [...blocks]
    .filter(([, intervals = '', number]) => intervals.split(' ').includes(interval) && Number(number) === currency)
    .map(([, , , price = '']) => price);
}

test('such a catalog can be sold', () => {
  expect(catalogProblems()).toEqual([]);
});

describe('the pricing page of six plans', () => {
  test('has a card for each plan on sale and for the free one, and none for the old one', () => {
    const cards = [...pricing.matchAll(/<h3 id="plan-(\w+)"/g)].map(([, plan]) => plan);
    expect(cards).toEqual(['visitor', 'solo', 'sprint', 'team', 'scale']);
  });

  test('offers the four existing billing periods, and starts with monthly', () => {
    const choices = [...pricing.matchAll(/<input [^>]*type="radio"[^>]*>/g)].map(([tag]) => tag);
    const intervals = choices.filter((tag) => tag.includes('name="interval"'));
    const chosen = (tag: string) => /value="(\w+)"/.exec(tag)?.[1];
    expect(intervals.map(chosen)).toEqual(['week', 'month', 'quarter', 'year']);
    expect(intervals.filter((tag) => tag.includes('checked=""')).map(chosen)).toEqual(['month']);
    expect(['Weekly', 'Monthly', 'Quarterly', 'Yearly'].filter((name) => !pricing.includes(name))).toEqual([]);
  });

  test('shows one price on each card, whatever a visitor chooses', () => {
    const seen = ['solo', 'sprint', 'team', 'scale'].flatMap((plan) =>
      ['week', 'month', 'quarter', 'year'].flatMap((interval) =>
        [1, 2, 3, 4].map((currency) => shown(plan, interval, currency).length),
      ),
    );
    expect(new Set(seen)).toEqual(new Set([1]));
  });

  test('shows the monthly-only plan by the month even to a visitor who views yearly prices', () => {
    expect(shown('solo', 'year', 1)).toEqual(['£5']);
    expect(shown('sprint', 'week', 1)).toEqual(['£3']);
    expect(shown('scale', 'month', 1)).toEqual(['£600']);
    expect(shown('team', 'quarter', 1)).toEqual(['£135']);
  });

  test('shows dinars with three decimals where needed, and yen with none', () => {
    expect(shown('team', 'month', 2)).toEqual(['KWD 19.500']);
    expect(shown('team', 'month', 4)).toEqual(['¥9,000']);
  });

  test('shows the savings of a quarter and a year, and none for one-time purchases', () => {
    expect(card('team')).toContain('Save £48 per year');
    expect(card('team')).toContain('Save £98 per year');
    expect(pricing).not.toContain('One-time purchases');
  });

  test('compares the plans by their limits and features', () => {
    const table = renderToStaticMarkup(createElement(Comparison));
    expect([...table.matchAll(/scope="row"[^>]*>([^<]+)/g)].map(([, name]) => name)).toEqual([
      'Days',
      'CSV export',
      'Charts',
    ]);
    expect([...table.matchAll(/scope="col"/g)]).toHaveLength(5);
  });
});

test('the landing page and search engines see every plan in the first currency', () => {
  const landing = renderToStaticMarkup(createElement(PricingPreview));
  expect(landing.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toContain(
    'Scale Scale for people. £600 per quarter',
  );
  const data = JSON.parse(renderToStaticMarkup(createElement(JsonLd)).replaceAll(/<[^>]+>/g, ''));
  expect(data.offers).toHaveLength(7);
  expect(data.offers).toContainEqual({
    ...{ '@type': 'Offer', name: 'Team (quarterly)' },
    ...{ price: '135.00', priceCurrency: 'GBP' },
  });
});

test('the FAQ mentions the existing trial, and no credits that are not sold', () => {
  const answers = QUESTIONS.map(({ answer }) => answer).join(' ');
  expect(answers).toContain('your 7-day trial');
  expect(QUESTIONS.map(({ question }) => question)).not.toContain('Do credits expire?');
});

test('the reports link to the smallest plan that includes them', () => {
  expect(smallestPlanWith('reports')).toBe('team');
});

describe('an order', () => {
  test.each([
    [{ plan: 'solo' }, { plan: 'solo', interval: 'month', currency: 'GBP' }],
    [{ plan: 'scale' }, { plan: 'scale', interval: 'quarter', currency: 'GBP' }],
    [
      { plan: 'sprint', interval: 'week', currency: 'KWD' },
      { plan: 'sprint', interval: 'week', currency: 'KWD' },
    ],
  ])('of %j is accepted', (asked, read) => {
    expect(checkoutInput.parse(asked)).toEqual(read);
  });

  test.each([
    { plan: 'legacy', interval: 'month' },
    { plan: 'visitor' },
    { plan: 'solo', interval: 'year' },
    { plan: 'team', interval: 'month', currency: 'EUR' },
    { plan: 'credits' },
    { plan: '__proto__' },
  ])('of %j is rejected', (asked) => {
    expect(checkoutInput.safeParse(asked).success).toBe(false);
  });
});
