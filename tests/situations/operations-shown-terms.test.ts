import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, cancelNow } from '@/lib/billing/account/cancel';
import { cancelTerms, signCancellation } from '@/lib/billing/account/cancel-terms';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { pauseSubscription, pauseTerms } from '@/lib/billing/account/pause';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { dashboard } from '../fixtures/by-hand';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const pro = (quantity: number) => ({ plan: 'pro', interval: 'month', quantity }) as const;
const plan = (provider: Provider, name: 'starter' | 'pro'): CheckoutInput => ({
  ...{ plan: name, interval: 'month', currency: 'USD', provider },
});
const only = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
const paid = async (userId: string) =>
  (
    await db().payment.findMany({ where: { workspaceId: userId, status: 'succeeded' }, orderBy: { createdAt: 'asc' } })
  ).map(({ amount }) => amount);
const expired = { code: 'billing/preview-expired', status: 409 };

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

async function subscribed(provider: Provider, name: 'starter' | 'pro' = 'starter') {
  const user = await newCustomer();
  await buy(world, user, plan(provider, name));
  // Pro begins with a trial of two weeks.
  if (name === 'pro') await advance(15);
  return user;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a price pushed between the page and the click is shown before it is charged', async () => {
    const user = await subscribed(provider);
    const to = { plan: 'pro', interval: 'year' } as const;
    const { terms } = await previewChange(user.id, to);
    const of = { provider, mode: 'sandbox' as const, sku: 'pro_year', currency: 'USD' };
    const old = await db().providerPrice.findFirstOrThrow({ where: { ...of, active: true } });
    await db().providerPrice.update({ where: { id: old.id }, data: { active: false } });
    const pushed = await db().providerPrice.create({ data: { ...of, amount: 49000n, externalId: `new-${user.id}` } });
    await expect(changePlan(asOwner(user.id), to, terms)).rejects.toMatchObject(expired);
    await db().providerPrice.delete({ where: { id: pushed.id } });
    await db().providerPrice.update({ where: { id: old.id }, data: { active: true } });
    expect(await paid(user.id)).toEqual([900n]);
  });

  test('a renewal between the page and the click is shown before anything is charged', async () => {
    const user = await subscribed(provider);
    const renewal = (await only(user.id)).periodEnd ?? new Date(0);
    await world.control('clock', { to: new Date(renewal.getTime() - 4 * 60_000).toISOString() });
    await world.quiet();
    const { terms, dueNow } = await previewChange(user.id, pro(1));
    await world.control('clock', { advanceSeconds: 7 * 60 });
    await expect(changePlan(asOwner(user.id), pro(1), terms)).rejects.toMatchObject(expired);
    await world.quiet();
    expect(await only(user.id)).toMatchObject({ sku: 'starter_month' });
    expect((await paid(user.id)).every((amount) => amount === 900n)).toBe(true);
    expect(dueNow).toBeLessThan(2900n);
  });

  test('more seats in two tabs: the second one shows what the first has changed', async () => {
    const user = await subscribed(provider, 'pro');
    const [five, ten] = [await previewChange(user.id, pro(5)), await previewChange(user.id, pro(10))];
    await changePlan(asOwner(user.id), pro(5), five.terms);
    const before = await paid(user.id);
    await expect(changePlan(asOwner(user.id), pro(10), ten.terms)).rejects.toMatchObject(expired);
    expect(await paid(user.id)).toEqual(before);
    expect(await only(user.id)).toMatchObject({ quantity: 5 });
  });

  test('terms belong to one user, one action, and one change, and cannot be forged', async () => {
    const [user, stranger] = [await subscribed(provider), await subscribed(provider)];
    const { terms } = await previewChange(user.id, pro(2));
    await expect(changePlan(asOwner(stranger.id), pro(2), terms)).rejects.toMatchObject(expired);
    await expect(changePlan(asOwner(user.id), pro(3), terms)).rejects.toMatchObject(expired);
    await expect(cancelNow(asOwner(user.id), terms)).rejects.toMatchObject(expired);
    const [body = '', signature] = terms.split('.');
    const written = JSON.parse(Buffer.from(body, 'base64url').toString());
    const cheaper = Buffer.from(JSON.stringify({ ...written, due: { ...written.due, amount: '0' } }));
    for (const forged of [`${cheaper.toString('base64url')}.${signature}`, body, '', `.${signature}`])
      await expect(changePlan(asOwner(user.id), pro(2), forged)).rejects.toMatchObject(expired);
    expect(await paid(user.id)).toEqual([900n]);
    await changePlan(asOwner(user.id), pro(2), terms);
    expect(await only(user.id)).toMatchObject({ sku: 'pro_month', quantity: 2 });
  });

  test('a cancellation or a pause applies to the period that was shown', async () => {
    const user = await subscribed(provider);
    const shown = { cancel: await signCancellation(user.id), now: (await cancelTerms(user.id)).terms };
    const pause = (await pauseTerms(user.id)).terms;
    const renewal = (await only(user.id)).periodEnd ?? new Date(0);
    await world.control('clock', { to: new Date(renewal.getTime() - 60_000).toISOString() });
    await world.quiet();
    const just = await signCancellation(user.id);
    await world.control('clock', { advanceSeconds: 3_700 });
    await world.quiet();
    const reason = { feedback: null, comment: null };
    await expect(cancelAtPeriodEnd(asOwner(user.id), reason, just)).rejects.toMatchObject(expired);
    await expect(cancelAtPeriodEnd(asOwner(user.id), reason, shown.cancel)).rejects.toMatchObject(expired);
    await expect(cancelNow(asOwner(user.id), shown.now)).rejects.toMatchObject(expired);
    await expect(pauseSubscription(asOwner(user.id), pause)).rejects.toMatchObject(expired);
    expect(await only(user.id)).toMatchObject({ status: 'active', cancelAt: null, pausesAt: null });
    await cancelAtPeriodEnd(asOwner(user.id), reason, await signCancellation(user.id));
    expect((await only(user.id)).cancelAt).not.toBeNull();
  });

  test('more seats of a plan whose price has changed since cost what each of them costs', async () => {
    const user = await subscribed(provider, 'pro');
    const of = { provider, mode: 'sandbox' as const, sku: 'pro_month', currency: 'USD' };
    const old = await db().providerPrice.findFirstOrThrow({ where: { ...of, active: true } });
    await db().providerPrice.update({ where: { id: old.id }, data: { active: false } });
    const pushed = await db().providerPrice.create({ data: { ...of, amount: 4900n, externalId: `dear-${user.id}` } });
    const { amount, terms } = await previewChange(user.id, pro(2));
    expect(amount).toBe(5800n);
    await changePlan(asOwner(user.id), pro(2), terms);
    await db().providerPrice.delete({ where: { id: pushed.id } });
    await db().providerPrice.update({ where: { id: old.id }, data: { active: true } });
    expect(await only(user.id)).toMatchObject({ priceExternalId: old.externalId, quantity: 2, amount: 5800n });
  });
});

test('at Stripe a renewal that no webhook has announced yet is found just before the change is sent', async () => {
  const user = await subscribed('stripe');
  const { periodEnd, externalId } = await only(user.id);
  world.kept = [];
  await world.control('clock', { to: new Date((periodEnd ?? new Date(0)).getTime() + 7_200_000).toISOString() });
  const { terms } = await previewChange(user.id, pro(1));
  await expect(changePlan(asOwner(user.id), pro(1), terms)).rejects.toMatchObject(expired);
  const { items } = await dashboard().stripe.subscriptions.retrieve(externalId);
  expect(items.data[0]?.price.unit_amount).toBe(900);
});
