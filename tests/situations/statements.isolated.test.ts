import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFacts } from '@/lib/billing/access/facts';
import { loadAccess } from '@/lib/billing/access/get-access';
import { planOverview } from '@/lib/billing/account/overview';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { newCustomer } from '../fixtures/customer';
import { signInByLink, signInRoutes } from '../fixtures/sign-in';
import { statementsOf } from '../fixtures/watch-statements';

let app: App;
beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/premium/report': await import('@/app/api/premium/report/route'),
  }));
});
afterAll(() => app.close());

const now = () => new Date();
const OF = { provider: 'stripe', mode: 'sandbox', ticket: 1n } as const;

/** Gives a customer Pro, a year of payments, credits, and credit usage. */
async function subscribe(userId: string): Promise<void> {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const span = {
    sku: 'pro_month',
    quantity: 1,
    from: now().toISOString(),
    until,
    standing: 'clear',
    invoices: ['in_1'],
  };
  const { id: subscriptionId } = await db().subscription.create({
    data: {
      ...{
        ...OF,
        workspaceId: userId,
        externalId: `sub_${userId}`,
        syncedAt: now(),
        status: 'active',
        providerStatus: 'active',
      },
      ...{
        sku: 'pro_month',
        priceExternalId: 'price_1',
        quantity: 1,
        currency: 'USD',
        amount: 2900n,
        startedAt: now(),
      },
      ...{ isCurrent: true, coverage: { spans: [span], disputed: false, unbilled: false } },
    },
  });
  for (let month = 0; month < 12; month += 1)
    await db().payment.create({
      data: {
        ...{ ...OF, workspaceId: userId, subscriptionId, externalId: `pi_${userId}_${month}`, status: 'succeeded' },
        ...{ providerStatus: 'succeeded', amount: 2900n, currency: 'USD', createdAt: now() },
        grants: { create: { workspaceId: userId, mode: 'sandbox', sku: 'credits', quantity: 10 } },
      },
    });
  for (let report = 0; report < 20; report += 1)
    await db().creditSpend.create({
      data: { workspaceId: userId, mode: 'sandbox', key: `report:${report}`, amount: 1, purpose: 'report' },
    });
}

async function signedIn(email: string): Promise<Browser> {
  const browser = new Browser();
  await signInByLink(app, browser, email);
  await subscribe((await db().user.findUniqueOrThrow({ where: { email } })).id);
  return browser;
}

describe('the statements of one request', () => {
  test('access takes one, and the overview of a paid plan takes one', async () => {
    const { id } = await newCustomer();
    await subscribe(id);
    // The first statement of a process opens its connection.
    await loadFacts(id);
    expect(await statementsOf(() => loadFacts(id))).toHaveLength(1);
    expect(await statementsOf(() => loadAccess(id))).toHaveLength(1);
    expect(await statementsOf(() => planOverview(id))).toHaveLength(1);
  });

  test('an overview with a debt takes four', async () => {
    const { id } = await newCustomer();
    await subscribe(id);
    await db().subscription.updateMany({ where: { workspaceId: id }, data: { status: 'past_due' } });
    expect(await statementsOf(() => planOverview(id))).toHaveLength(4);
  });

  test('/api/me takes two: who the user is, and what they have', async () => {
    const browser = await signedIn('me@example.test');
    const answers: Response[] = [];
    const statements = await statementsOf(async () => answers.push(await browser.get(`${app.url}/api/me`)));
    expect(await answers[0]?.json()).toMatchObject({ viewer: { plan: 'pro', subscribed: true } });
    expect(statements).toHaveLength(2);
  });

  test('/api/premium/report takes three: who the user is, what they may do, what they used', async () => {
    const browser = await signedIn('report@example.test');
    const answers: Response[] = [];
    const statements = await statementsOf(async () => answers.push(await browser.get(`${app.url}/api/premium/report`)));
    expect(await answers[0]?.json()).toMatchObject({ plan: 'pro', credits: 100 });
    expect(statements).toHaveLength(3);
  });
});

test('a visit is recorded once a minute, after its response', async () => {
  const browser = await signedIn('visits@example.test');
  const ofPerson = { where: { user: { email: 'visits@example.test' } } };
  const lastUsedAt = async () => (await db().session.findFirstOrThrow(ofPerson)).lastUsedAt;
  const visit = async () => (await browser.get(`${app.url}/api/me`)).json();

  const twoMinutesAgo = new Date(Date.now() - 120_000);
  await db().session.updateMany({ ...ofPerson, data: { lastUsedAt: twoMinutesAgo } });
  const writes = (await statementsOf(() => Promise.all(Array.from({ length: 5 }, visit)))).filter((text) =>
    /^UPDATE/.test(text),
  );
  await expect.poll(lastUsedAt).not.toEqual(twoMinutesAgo);
  const noted = await lastUsedAt();
  expect(writes.length).toBeLessThanOrEqual(5);
  await visit();
  expect(await statementsOf(visit)).toHaveLength(2);
  expect(await lastUsedAt()).toEqual(noted);
});
