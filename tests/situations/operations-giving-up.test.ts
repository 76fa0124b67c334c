import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { cancelNow } from '@/lib/billing/account/cancel';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { endOverdueSubscriptions } from '@/lib/billing/ledger/give-up';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { dashboard, look } from '../fixtures/by-hand';
import { changeCards } from '../fixtures/card';
import { buy, FAILS_LATER_CARD, GOOD_CARD, newCustomer, open, pay } from '../fixtures/customer';
import { countRequests, minutesPass, operationsOf } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.calm();
  await db().permissionCircuit.deleteMany();
});

type Provider = 'stripe' | 'dodo';
const DAY = 86_400_000;
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const only = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
const emails = async (userId: string) =>
  (await db().email.findMany({ where: { userId, status: 'sent' } })).map(({ kind }) => kind);

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

async function withCard(provider: Provider, card: string) {
  const user = await newCustomer();
  await pay(world, await open(user, starter(provider)), card);
  await world.quiet();
  return user;
}

/** A customer whose renewal has just failed; `before` happens in the month that they have paid for. */
async function owing(provider: Provider, before: () => Promise<unknown> = async () => undefined) {
  const user = await withCard(provider, GOOD_CARD);
  const { externalId: customer } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id, provider } });
  changeCards(world, provider, customer, { number: FAILS_LATER_CARD });
  await before();
  const { periodEnd } = await only(user.id);
  await world.control('clock', { to: new Date((periodEnd ?? new Date(0)).getTime() + 0.06 * DAY).toISOString() });
  await world.quiet();
  return { user, customer };
}

beforeAll(() => world.control('stripe/settings', { afterLastRetry: 'past_due' }));

describe.each(PROVIDERS)('through %s', (provider) => {
  test('an upgrade declined early in the month is no debt: a renewal that fails weeks later gets its whole dunning period', async () => {
    const user = await withCard(provider, FAILS_LATER_CARD);
    await advance(5);
    const to = { plan: 'pro', interval: 'month' } as const;
    const { terms } = await previewChange(user.id, to);
    await expect(changePlan(asOwner(user.id), to, terms)).rejects.toMatchObject({ code: 'billing/provider-refused' });
    await advance(26.5);
    expect(await only(user.id)).toMatchObject({ status: 'past_due' });
    expect(await emails(user.id)).toContain('payment-failed');
    const opened = await db().delinquencyCase.findFirstOrThrow({ where: { subscription: { workspaceId: user.id } } });
    expect(opened.exhaustsAt.getTime() - (await businessNow()).getTime()).toBeGreaterThan(12 * DAY);
    await advance(12.2);
    expect(await only(user.id)).toMatchObject({ status: 'past_due' });
    expect(await emails(user.id)).toContain('final-notice');
    await advance(2);
    await minutesPass(world, user.id, 1);
    expect(await only(user.id)).toMatchObject({ status: 'ended' });
  });

  test('paid with a new card while no webhook arrives: the plan is not canceled', async () => {
    const { user, customer } = await owing(provider);
    await advance(13);
    world.kept = [];
    changeCards(world, provider, customer, { number: GOOD_CARD });
    const { externalId } = await only(user.id);
    if (provider === 'stripe') {
      const { stripe } = dashboard();
      const { data } = await stripe.invoices.list({ subscription: externalId, status: 'open' });
      for (const { id } of data) await stripe.invoices.pay(id);
    } else {
      const { dodo } = dashboard();
      const { payment_link: link } = await dodo.subscriptions.updatePaymentMethod(externalId, {
        payment_method: { type: 'new' },
      });
      await world.control(`dodo/checkout/${encodeURIComponent(link ?? '')}/pay`, { card: GOOD_CARD });
    }
    expect(await only(user.id)).toMatchObject({ status: 'past_due' });
    await advance(1.6);
    await minutesPass(world, user.id, 1);
    expect(await only(user.id)).toMatchObject({ status: 'active' });
    expect(await operationsOf(user.id)).toEqual(['cancel stale']);
    expect(await getAccess(user.id)).toMatchObject({ level: 'full' });
  });

  test('a key without the permission stops sending cancellations, raises one alert, and every customer is processed once it is fixed', async () => {
    let second = await newCustomer();
    const { user: first } = await owing(provider, async () => {
      second = await withCard(provider, FAILS_LATER_CARD);
    });
    await advance(0.1);
    const cancels = provider === 'stripe' ? /^DELETE .*subscriptions/ : /^PATCH .*subscriptions/;
    const told = { kind: 'permission missing' };
    const before = {
      asked: await countRequests(world, provider, cancels),
      told: await db().alert.count({ where: told }),
    };
    await world.control('faults', { provider, kind: '403', match: provider === 'stripe' ? 'DELETE' : 'PATCH' });
    await advance(14.5);
    for (let round = 0; round < 3; round += 1) {
      await db().operation.updateMany({ where: { status: 'planned' }, data: { nextAttemptAt: new Date(0) } });
      await world.quiet();
    }
    expect(await countRequests(world, provider, cancels)).toBe(before.asked + 1);
    expect(await db().alert.count({ where: told })).toBe(before.told + 1);
    const { terms } = await cancelTerms(first.id);
    await expect(cancelNow(asOwner(first.id), terms)).rejects.toMatchObject({ code: 'billing/provider-unavailable' });
    await world.calm();
    for (const { id } of [first, second]) {
      await minutesPass(world, id, 2);
      expect(await only(id)).toMatchObject({ status: 'ended' });
    }
    expect(await db().permissionCircuit.count({ where: { provider } })).toBe(0);
  });

  test('a case whose cancellation is refused waits for its next attempt and delays no other case', async () => {
    const { user } = await owing(provider);
    const held = await only(user.id);
    const now = await businessNow();
    await db().delinquencyCase.updateMany({
      where: { subscriptionId: held.id },
      data: { exhaustsAt: new Date(now.getTime() - 60_000) },
    });
    await db().operation.create({
      data: {
        ...{
          workspaceId: user.id,
          provider,
          mode: held.mode,
          kind: 'cancel',
          key: `cancel:${held.id}`,
          automatic: true,
        },
        ...{ params: { subscriptionExternalId: held.externalId }, actor: 'system', status: 'refused' },
        nextAttemptAt: new Date(Date.now() + 3_600_000),
      },
    });
    expect(await endOverdueSubscriptions('sandbox', provider)).toMatchObject({ planned: 0 });
    expect(await endOverdueSubscriptions('sandbox', provider)).toMatchObject({ planned: 0 });
    await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: new Date(0) } });
    expect(await endOverdueSubscriptions('sandbox', provider)).toMatchObject({ planned: 1 });
    await world.quiet();
    expect(await only(user.id)).toMatchObject({ status: 'ended' });
  });

  test('fifty subscriptions whose cancellation is refused do not delay the next one', async () => {
    const { user } = await owing(provider);
    const held = await only(user.id);
    const due = new Date((await businessNow()).getTime() - 60_000);
    await db().delinquencyCase.updateMany({ where: { subscriptionId: held.id }, data: { exhaustsAt: due } });
    await copyRefused(held.id, 50);
    expect(await endOverdueSubscriptions('sandbox', provider)).toMatchObject({ planned: 1 });
    await world.quiet();
    expect(await db().subscription.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({ status: 'ended' });
    await db().delinquencyCase.updateMany({ where: { id: { startsWith: 'copy' } }, data: { state: 'exhausted' } });
  });

  test('a case that fails delays no other case', async () => {
    const { user } = await owing(provider);
    const held = await only(user.id);
    const due = new Date((await businessNow()).getTime() - 60_000);
    await db().delinquencyCase.updateMany({ where: { subscriptionId: held.id }, data: { exhaustsAt: due } });
    await copyOverdue(held.id, 1);
    await db().$executeRaw`ALTER TABLE "Operation" ADD CONSTRAINT broken CHECK (key NOT LIKE 'cancel:copy%') NOT VALID`;
    try {
      expect(await endOverdueSubscriptions('sandbox', provider)).toMatchObject({ planned: 1 });
    } finally {
      await db().$executeRaw`ALTER TABLE "Operation" DROP CONSTRAINT broken`;
      await db().delinquencyCase.updateMany({ where: { id: { startsWith: 'copy' } }, data: { state: 'exhausted' } });
    }
    await world.quiet();
    expect(await db().subscription.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({ status: 'ended' });
  });
});

/** Copies of a subscription whose case was over a day earlier. */
async function copyOverdue(id: string, count: number): Promise<void> {
  const copy = (table: string, of: string, changes: string) =>
    db().$executeRawUnsafe(
      `INSERT INTO "${table}" SELECT (jsonb_populate_record(row, ${changes})).*
       FROM "${table}" row, generate_series(1, ${count}) n WHERE row."${of}" = $1`,
      id,
    );
  const mine = `'copy' || n || row.`;
  await copy('Subscription', 'id', `jsonb_build_object('id', ${mine}id, 'externalId', ${mine}id, 'holdsSlot', false)`);
  await copy(
    'DelinquencyCase',
    'subscriptionId',
    `jsonb_build_object('id', ${mine}id, 'subscriptionId', ${mine}"subscriptionId",
      'exhaustsAt', row."exhaustsAt" - interval '1 day')`,
  );
}

/** Copies whose cancellation the provider has just refused. */
async function copyRefused(id: string, count: number): Promise<void> {
  await copyOverdue(id, count);
  await db().$executeRaw`
    INSERT INTO "Operation" (id, "workspaceId", provider, mode, kind, key, automatic, params, actor, status, "nextAttemptAt", "updatedAt")
    SELECT 'refused' || id, "workspaceId", provider, mode, 'cancel', 'cancel:' || id, true, '{}', 'system', 'refused',
      now() + interval '1 hour', now()
    FROM "Subscription" WHERE id LIKE ${`copy%${id}`}`;
}

test('an unpaid invoice for something else ends no paid subscription', async () => {
  const user = await withCard('stripe', GOOD_CARD);
  const { externalId: subscription } = await only(user.id);
  const { externalId: customer } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id } });
  const { stripe } = dashboard();
  changeCards(world, 'stripe', customer, { number: FAILS_LATER_CARD });
  await stripe.invoiceItems.create({ customer, subscription, amount: 500, currency: 'usd', description: 'Setup' });
  const { id } = await stripe.invoices.create({ customer, subscription, auto_advance: true });
  await stripe.invoices.finalizeInvoice(id);
  await stripe.invoices.pay(id).catch(() => undefined);
  changeCards(world, 'stripe', customer, { number: GOOD_CARD });
  await world.quiet();
  await look('stripe', subscription);
  expect(await db().delinquencyCase.count({ where: { subscription: { workspaceId: user.id } } })).toBe(0);
  await advance(20);
  await minutesPass(world, user.id, 1);
  expect((await only(user.id)).status).not.toBe('ended');
  expect(await operationsOf(user.id)).toEqual([]);
});

describe('at Stripe, what is still due once a subscription is over', () => {
  const openInvoice = async (subscription: string) =>
    (await dashboard().stripe.invoices.list({ subscription, limit: 1 })).data[0];

  test('ended by its owner while a renewal is owed: the open invoice can no longer be paid', async () => {
    const { user } = await owing('stripe');
    const { externalId } = await only(user.id);
    await cancelNow(asOwner(user.id), (await cancelTerms(user.id)).terms);
    await minutesPass(world, user.id, 1);
    expect(await openInvoice(externalId)).toMatchObject({ status: 'void' });
    expect(await operationsOf(user.id)).toEqual(['cancel succeeded', 'void-invoice succeeded']);
  });

  test('the same when the retries ran out and Stripe ended it', async () => {
    await world.control('stripe/settings', { afterLastRetry: 'cancel' });
    const { user } = await owing('stripe');
    await advance(40);
    await minutesPass(world, user.id, 1);
    const { externalId, status } = await only(user.id);
    expect(status).toBe('ended');
    expect(await openInvoice(externalId)).toMatchObject({ status: 'void' });
    await world.control('stripe/settings', { afterLastRetry: 'past_due' });
  });

  test('paid by its link after the end, before it was voided: the payment is refunded', async () => {
    const { user, customer } = await owing('stripe');
    const { externalId } = await only(user.id);
    world.processing = false;
    await dashboard().stripe.subscriptions.cancel(externalId);
    await world.control('clock', { advanceSeconds: 3_600 });
    changeCards(world, 'stripe', customer, { number: GOOD_CARD });
    const invoice = await openInvoice(externalId);
    await dashboard().stripe.invoices.pay(invoice?.id ?? '');
    world.processing = true;
    await minutesPass(world, user.id, 2);
    expect(await only(user.id)).toMatchObject({ status: 'ended' });
    const late = await db().payment.findFirstOrThrow({
      where: { workspaceId: user.id, status: 'succeeded' },
      orderBy: { createdAt: 'desc' },
      include: { refunds: true },
    });
    expect(late.refunds).toMatchObject([{ amount: 900n, status: 'succeeded' }]);
  });

  test('paid by its link long after, unseen: an alert is raised, with the command', async () => {
    const { user, customer } = await owing('stripe');
    const { externalId } = await only(user.id);
    world.kept = [];
    await dashboard().stripe.subscriptions.cancel(externalId);
    await world.control('clock', { advanceSeconds: 3_600 });
    changeCards(world, 'stripe', customer, { number: GOOD_CARD });
    const invoice = await openInvoice(externalId);
    await dashboard().stripe.invoices.pay(invoice?.id ?? '');
    await world.control('clock', { advanceDays: 5 });
    world.kept = null;
    await look('stripe', externalId);
    await minutesPass(world, user.id, 1);
    expect(await operationsOf(user.id)).toEqual([]);
    const [alert] = await db().alert.findMany({ where: { kind: 'needs a person' }, orderBy: { createdAt: 'desc' } });
    expect(alert?.detail).toMatchObject({ why: 'the payment is older than two days' });
    expect(JSON.stringify(alert?.detail)).toContain('npm run billing:refund -- pi_');
  });
});

test('a plan bought again after all of it works', async () => {
  const { user } = await owing('dodo');
  await cancelNow(asOwner(user.id), (await cancelTerms(user.id)).terms);
  await world.quiet();
  await buy(world, user, starter('stripe'));
  expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
});
