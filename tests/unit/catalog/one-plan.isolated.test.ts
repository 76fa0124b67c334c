import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test, vi } from 'vitest';
import { accountPages } from '@/components/account/tabs';
import { OrderSummary } from '@/components/checkout/order-summary';
import { Comparison } from '@/components/pricing/comparison';
import { Plans } from '@/components/pricing/plans';
import { QUESTIONS } from '@/components/pricing/questions';
import { decideAccess } from '@/lib/billing/access/decide';
import { catalogProblems } from '@/lib/billing/catalog/check';
import { checkoutInput, skuOf } from '@/lib/billing/checkout/input';

vi.mock('@/config/plans', async () => {
  const { defineCatalog } = await import('@/lib/billing/catalog/define');
  const words = { line: 'For people.', button: 'Buy', points: ['All of it'] };
  const CATALOG = defineCatalog({
    lead: 'One plan.',
    currencies: ['GBP'],
    features: { all: 'All of it' },
    plans: {
      none: { name: 'None', ...words, features: [], limits: {}, onSale: false },
      only: { name: 'Only', ...words, features: ['all'], limits: {}, prices: { month: { GBP: 700n } } },
    },
    oneTime: {},
    comparison: [],
  });
  return { CATALOG };
});

describe('a company with one monthly plan in one currency and no free plan', () => {
  const pricing = renderToStaticMarkup(createElement(Plans));

  test('can sell it', () => {
    expect(catalogProblems()).toEqual([]);
    expect(checkoutInput.parse({ plan: 'only' })).toEqual({ plan: 'only', interval: 'month', currency: 'GBP' });
  });

  test('sells no seats, so no page of it has a word about seats, workspaces, or members', () => {
    const input = checkoutInput.parse({ plan: 'only' });
    const order = {
      input,
      sku: skuOf(input),
      workspaceId: 'w',
      terms: { trialDays: 0, currency: input.currency },
      quantity: 1,
    };
    const review = createElement(OrderSummary, { ...order, providers: [], locale: 'en-GB' });
    const pages = [pricing, renderToStaticMarkup(createElement(Comparison)), renderToStaticMarkup(review)];
    const words = [...pages.map((page) => page.replaceAll(/<[^>]*>/g, ' ')), JSON.stringify(QUESTIONS)];
    for (const page of words) expect(page).not.toMatch(/seats?\b|workspace|members?\b|invit/i);
    expect(accountPages('owner', false).map(({ name }) => name)).toEqual(['Plan', 'Payments', 'Profile', 'Security']);
    expect(checkoutInput.safeParse({ plan: 'only', quantity: 2 }).success).toBe(false);
  });

  test('shows one card with one price, and nothing to choose', () => {
    expect(pricing.match(/<article/g)).toHaveLength(1);
    expect(pricing.match(/£7/g)).toHaveLength(1);
    expect(pricing).not.toContain('type="radio"');
    expect(pricing).not.toContain('trial');
  });

  test('compares what it has, and only answers the questions it raises', () => {
    expect(renderToStaticMarkup(createElement(Comparison)).match(/scope="col"/g)).toHaveLength(1);
    expect(QUESTIONS.map(({ question }) => question)).toEqual([
      'How do I cancel?',
      'What happens if a payment fails?',
      'Who processes my payment?',
    ]);
  });

  test('gives customers who pay nothing the hidden plan', () => {
    const nothing = { subscriptions: [], lifetimes: [], gifts: [], credits: 0, members: 1 };
    expect(decideAccess(nothing, new Date())).toMatchObject({ plan: 'none', level: 'none', reason: 'never' });
  });
});
