import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { billingOverview } from '@/lib/billing/account/overview';
import { requestRefund } from '@/lib/billing/account/refund';
import { refundTerms } from '@/lib/billing/account/refund-terms';
import { type CheckoutInput, startCheckout } from '@/lib/billing/checkout/start';
import { operatorRefund } from '@/lib/billing/operators/refund';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { newUser } from '@/lib/workspaces/new-user';
import { asOwner } from '../fixtures/as-owner';
import { buy, type Customer, newCustomer, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider): CheckoutInput => ({
  plan: 'starter',
  interval: 'month',
  currency: 'USD',
  provider,
});
const credits = (provider: Provider): CheckoutInput => ({ plan: 'credits', quantity: 1, currency: 'USD', provider });
const lifetime = (provider: Provider): CheckoutInput => ({ plan: 'lifetime', currency: 'USD', provider });

async function bought(user: Customer, input: CheckoutInput): Promise<string> {
  await buy(world, user, input);
  const { id } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id }, orderBy: { id: 'desc' } });
  return id;
}

async function refunded(user: Customer, input: CheckoutInput): Promise<void> {
  await requestRefund(asOwner(user.id), await bought(user, input));
  await world.quiet();
}

async function withAddress(email: string) {
  const { id, name } = await db().user.create({
    data: newUser({ email, name: 'Ada Customer', emailVerified: new Date() }),
  });
  return { id, email, name };
}

/** What an admin buys for the workspace of someone else, and their request for the money. */
async function boughtFor(person: Customer, input: CheckoutInput) {
  const owner = await newCustomer();
  await db().member.create({ data: { workspaceId: owner.id, userId: person.id, role: 'admin' } });
  const asAdmin = { workspaceId: owner.id, userId: person.id };
  const { url } = await startCheckout({ ...person, ...asAdmin }, input);
  await pay(world, await db().checkout.findFirstOrThrow({ where: { workspaceId: owner.id, url } }));
  await world.quiet();
  const { id: payment } = await db().payment.findFirstOrThrow({ where: { workspaceId: owner.id } });
  return { owner, payment, requested: () => requestRefund(asAdmin, payment) };
}

const moneyBack = (userId: string) => db().refund.count({ where: { payment: { workspaceId: userId } } });
const usedUp = { code: 'billing/not-refundable', message: expect.stringContaining('You’ve already received a refund') };

describe.each(PROVIDERS)('through %s', (provider) => {
  test('who had a plan refunded and buys it again is sent to support, and support can refund it', async () => {
    const user = await newCustomer();
    await refunded(user, starter(provider));
    const again = await bought(user, { plan: 'starter', interval: 'year', currency: 'USD', provider });
    expect(await refundTerms(user.id, again)).toMatchObject({ refundable: false, block: 'already-used' });
    const [shown] = (await billingOverview(user.id)).payments;
    expect(shown).toMatchObject({ id: again, refundable: false, refundPage: true });
    await expect(requestRefund(asOwner(user.id), again)).rejects.toMatchObject(usedUp);
    await world.quiet();
    expect(await moneyBack(user.id)).toBe(1);
    const wanted = { payment: again, amount: null, items: [], reason: null, actor: 'command line' };
    expect(await operatorRefund(wanted)).toMatchObject({ state: 'done' });
  });

  test('another product has its own refund', async () => {
    const user = await newCustomer();
    await refunded(user, starter(provider));
    await refunded(user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    await refunded(user, lifetime(provider));
    expect(await moneyBack(user.id)).toBe(3);
    await expect(requestRefund(asOwner(user.id), await bought(user, lifetime(provider)))).rejects.toMatchObject(usedUp);
  });

  test('deleting the account or changing the address does not allow a second refund', async () => {
    const user = await newCustomer();
    await refunded(user, lifetime(provider));
    await deleteAccount(user.id);
    await world.quiet();
    const [name, domain] = user.email.split('@');
    const back = await withAddress(`${name}+again@${domain}`);
    const second = await bought(back, lifetime(provider));
    await expect(requestRefund(asOwner(back.id), second)).rejects.toMatchObject(usedUp);

    const mover = await newCustomer();
    await refunded(mover, lifetime(provider));
    await db().user.update({ where: { id: mover.id }, data: { email: `${randomUUID()}@customer.test` } });
    const third = await bought(mover, lifetime(provider));
    await expect(requestRefund(asOwner(mover.id), third)).rejects.toMatchObject(usedUp);
  });

  test('a person who buys for several workspaces gets one refund of a product', async () => {
    const person = await newCustomer();
    await refunded(person, credits(provider));
    const { owner, payment, requested } = await boughtFor(person, credits(provider));
    expect(await refundTerms(owner.id, payment)).toMatchObject({ refundable: false, block: 'already-used' });
    await expect(requested()).rejects.toMatchObject(usedUp);
    // The owner has had none.
    const own = await bought(owner, credits(provider));
    expect(await refundTerms(owner.id, own)).toMatchObject({ refundable: true });
    await requestRefund(asOwner(owner.id), own);
    await expect(requested()).rejects.toMatchObject(usedUp);
    await world.quiet();
    expect(await moneyBack(owner.id)).toBe(1);
  });

  test('a person who requests a refund in two workspaces simultaneously gets one', async () => {
    const person = await newCustomer();
    const places = [await boughtFor(person, credits(provider)), await boughtFor(person, credits(provider))];
    const results = await Promise.allSettled(places.map(({ requested }) => requested()));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await world.quiet();
    const counts = await Promise.all(places.map(({ owner }) => moneyBack(owner.id)));
    expect(counts.sort()).toEqual([0, 1]);
  });

  test('two accounts of one person that request a refund simultaneously get one', async () => {
    const name = randomUUID();
    const users = [await withAddress(`${name}@customer.test`), await withAddress(`${name}+2@customer.test`)];
    const asked: (() => Promise<void>)[] = [];
    for (const user of users) {
      const payment = await bought(user, lifetime(provider));
      asked.push(() => requestRefund(asOwner(user.id), payment));
    }
    const results = await Promise.allSettled(asked.map((ask) => ask()));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await world.quiet();
    expect(await db().refund.count({ where: { payment: { workspaceId: { in: users.map(({ id }) => id) } } } })).toBe(1);
  });

  test('a refund that was not made because the payment is already refunded does not count', async () => {
    const user = await newCustomer();
    const first = await bought(user, lifetime(provider));
    const { externalId } = await db().payment.findUniqueOrThrow({ where: { id: first } });
    await world.control('pause-deliveries', { on: true });
    await driver(provider).refundPayment(externalId, randomUUID());
    await expect(requestRefund(asOwner(user.id), first)).rejects.toMatchObject({ code: 'billing/preview-expired' });
    expect(await db().selfServiceRefund.count({ where: { workspaceId: user.id } })).toBe(0);
    await world.control('pause-deliveries', { on: false });
    await world.control('clock', { advanceDays: 5 });
    await world.quiet();
    const second = await bought(user, lifetime(provider));
    await requestRefund(asOwner(user.id), second);
    await world.quiet();
    expect(await moneyBack(user.id)).toBe(2);
  });

  test('a refund whose answer was lost counts', async () => {
    const user = await newCustomer();
    const first = await bought(user, lifetime(provider));
    const match = 'POST .*refunds$';
    await world.control('faults', { provider, kind: 'timeout_after_effect', probability: 1, match });
    await expect(requestRefund(asOwner(user.id), first)).rejects.toMatchObject({ code: 'billing/in-progress' });
    // Requested again before the result was known, it is the same refund.
    await requestRefund(asOwner(user.id), first);
    await expect(requestRefund(asOwner(user.id), first)).rejects.toMatchObject({ code: 'billing/not-refundable' });
    expect(await db().refund.count({ where: { paymentId: first } })).toBe(1);
    expect(await db().selfServiceRefund.count({ where: { workspaceId: user.id } })).toBe(1);
  });
});
