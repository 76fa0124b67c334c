import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { ChangeList } from '@/components/account/change/change-list';
import { ChangeSummary } from '@/components/account/change/change-summary';
import { SeatsForm } from '@/components/account/change/seats-form';
import { PlanCard } from '@/components/account/plan-card';
import { OrderSummary } from '@/components/checkout/order-summary';
import { assertMayBuy } from '@/lib/billing/access/eligibility';
import { changeInput, changePlan, previewChange } from '@/lib/billing/account/change';
import { changeOptions } from '@/lib/billing/account/change-options';
import { billingOverview } from '@/lib/billing/account/overview';
import { offerOf } from '@/lib/billing/catalog/plans';
import { checkoutInput, skuOf } from '@/lib/billing/checkout/input';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

vi.mock('@/config/plans', () => import('../fixtures/catalog-of-six'));

const reader = { locale: 'en-US', timeZone: 'UTC' };
let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#x27;', '’');

describe.each(PROVIDERS)('another company’s catalog at %s', (provider) => {
  async function subscribe(wanted: Record<string, string>) {
    const user = await newCustomer();
    const input = checkoutInput.parse({ ...wanted, provider });
    const sku = skuOf(input);
    const terms = await assertMayBuy(asOwner(user), offerOf(sku), input.currency);
    const order = { input, sku, workspaceId: user.id, terms, quantity: 1, providers: [], locale: 'en-US' };
    const review = text(renderToStaticMarkup(createElement(OrderSummary, order)));
    await buy(world, user, input);
    return { user, review };
  }

  async function account(userId: string): Promise<string> {
    const overview = await billingOverview(userId);
    return text(renderToStaticMarkup(createElement(PlanCard, { overview, reader })));
  }

  async function changeTo(userId: string, wanted: Record<string, string>): Promise<string> {
    const input = changeInput.parse(wanted);
    const change = await previewChange(userId, input);
    const page = text(renderToStaticMarkup(createElement(ChangeSummary, { change, reader })));
    await changePlan(asOwner(userId), input, change.terms);
    await world.quiet();
    return page;
  }

  test('a quarterly plan in pounds is reviewed, bought, shown, and renewed three months later', async () => {
    const { user, review } = await subscribe({ plan: 'scale' });
    expect(review).toContain('Scale (quarterly) Scale for people.');
    expect(review).toContain('Every 3 months, until you cancel');
    expect(review).toContain('£600.00');
    expect(await account(user.id)).toMatch(/Current plan Scale .*£600\.00 every 3 months/);
    const { periodStart, periodEnd } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
    const days = ((periodEnd?.getTime() ?? 0) - (periodStart?.getTime() ?? 0)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(89);
    expect(days).toBeLessThanOrEqual(92);
  });

  test('a monthly-only plan in dinars has three decimals everywhere', async () => {
    const { user, review } = await subscribe({ plan: 'solo', currency: 'KWD' });
    expect(review).toContain('KWD 2.000');
    expect(await account(user.id)).toContain('KWD 2.000 per month');
    const payments = await db().payment.findMany({ where: { workspaceId: user.id } });
    expect(payments.map(({ amount, currency }) => ({ amount, currency }))).toEqual([
      { amount: 2000n, currency: 'KWD' },
    ]);
  });

  test('a weekly plan is changed to a quarterly one, at the price the page shows', async () => {
    const { user } = await subscribe({ plan: 'sprint', interval: 'week', currency: 'KWD' });
    const choice = await changeOptions(user.id);
    expect(choice.options.map(({ plan, interval }) => `${plan} ${interval}`)).toEqual([
      'solo month',
      'sprint month',
      'team month',
      'team quarter',
      'team year',
      'scale quarter',
    ]);
    const list = text(renderToStaticMarkup(createElement(ChangeList, { choice, reader })));
    expect(list).toContain('Team (quarterly) KWD 54.000 per quarter');
    const page = await changeTo(user.id, { plan: 'team', interval: 'quarter' });
    expect(page).toContain('KWD 54.000 per quarter');
    expect(await account(user.id)).toMatch(/Current plan Team .*KWD 54\.000 every 3 months/);
    const [newest] = await db().payment.findMany({ where: { workspaceId: user.id }, orderBy: { createdAt: 'desc' } });
    expect(page).toContain(`Confirm and pay KWD ${(Number(newest?.amount) / 1000).toFixed(3)}`);
  });

  test('a smaller plan waits for the end of the quarter, and a plan off sale can’t be chosen', async () => {
    const { user } = await subscribe({ plan: 'scale' });
    await expect(changeTo(user.id, { plan: 'legacy', interval: 'month' })).rejects.toMatchObject({ field: 'plan' });
    await expect(changeTo(user.id, { plan: 'solo', interval: 'year' })).rejects.toMatchObject({ field: 'interval' });
    expect(await changeTo(user.id, { plan: 'solo', interval: 'month' })).toContain('£5.00 per month, starting');
    const { subscription } = await billingOverview(user.id);
    expect(subscription).toMatchObject({ planName: 'Scale', pending: { planName: 'Solo', amount: 500n } });
  });

  test('a seven-day trial belongs to the one plan that has it, with seats at their own price', async () => {
    const { user, review } = await subscribe({ plan: 'team', interval: 'year', currency: 'USD' });
    expect(review).toContain('$590.00 after 7 days, unless you cancel');
    const choice = await changeOptions(user.id);
    const seats = text(renderToStaticMarkup(createElement(SeatsForm, { choice, reader })));
    expect(seats).toContain('Each seat costs $590.00 per year.');
    expect(seats).toContain('Number of seats (1 to 20)');
  });
});
