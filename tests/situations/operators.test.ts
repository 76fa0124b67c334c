import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { spendCredits } from '@/lib/billing/access/credits';
import { getAccess } from '@/lib/billing/access/get-access';
import { cancelableSubscriptions, operatorCancel, operatorCancelTerms } from '@/lib/billing/operators/cancel';
import { giveAccess } from '@/lib/billing/operators/give-access';
import { giveCredits } from '@/lib/billing/operators/give-credits';
import { db } from '@/lib/db';
import { listAudit } from '@/lib/operators/audit-log';
import { listPayments } from '@/lib/operators/money';
import { findCustomers } from '@/lib/operators/search';
import { timelineOf } from '@/lib/operators/timeline';
import { tsx } from '../../scripts/lib/tools.mjs';
import { priceOf, sellPrice, sellRetainer } from '../fixtures/by-hand';
import { runNode } from '../fixtures/commands';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const command = (...words: string[]) => runNode([...tsx('scripts/customer.ts'), ...words]);
const audited = async (target: string) =>
  (await db().auditLog.findMany({ where: { target, actor: 'command line' }, orderBy: { at: 'asc' } })).map(
    ({ action }) => action,
  );

async function subscriber(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  const contract = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  return { user, contract };
}

test('days of access that an operator grants open the plan, expire, and can be revoked', async () => {
  const user = await newCustomer();
  const gift = { workspaceId: user.id, key: crypto.randomUUID(), plan: 'pro', days: 10, reason: 'an outage' } as const;
  await Promise.all([1, 2, 3].map(() => giveAccess({ ...gift, actor: 'admin:1' })));
  expect(await db().givenAccess.count({ where: { workspaceId: user.id } })).toBe(1);
  expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full', reason: 'granted' });
  expect((await command(user.email)).output).toContain('full access to pro until');
  // Nothing was sold: a subscription can be bought as well, and counts from then on.
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
  expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', reason: 'granted' });
  expect(await command(user.email, 'end-access')).toMatchObject({ code: 0 });
  expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', reason: 'paid' });
  expect((await command(user.email, 'end-access')).code).toBe(1);
  expect(await audited(user.id)).toEqual(['access.gift-ended']);
  expect(await db().auditLog.findFirst({ where: { action: 'access.given', target: user.id } })).toMatchObject({
    ...{ actor: 'admin:1', detail: { plan: 'pro', days: 10, reason: 'an outage' } },
  });
});

test('the command grants days of a plan, for a reason, and shows what the customer sees', async () => {
  const user = await newCustomer();
  expect((await command(user.email, 'access', 'pro', '--days', '5')).output).toContain('Missing --reason');
  expect((await command(user.email, 'access', 'pro', '--days', '0', '--reason', 'x')).output).toContain(
    'Specify --days',
  );
  expect((await command(user.email, 'access', 'free', '--days', '5', '--reason', 'x')).output).toContain(
    'Specify a plan',
  );
  expect(await command(user.email, 'access', 'starter', '--days', '5', '--reason', 'sorry')).toMatchObject({ code: 0 });
  const seen = await command(user.email, 'view');
  expect(JSON.parse(seen.output)).toMatchObject({ access: { plan: 'starter', reason: 'granted' }, payments: [] });
  expect(await audited(user.id)).toEqual(['access.given', 'customer.viewed']);
});

test('a deleted account is granted nothing', async () => {
  const user = await newCustomer();
  await db().workspace.update({ where: { id: user.id }, data: { deletedAt: new Date() } });
  const gift = {
    workspaceId: user.id,
    key: crypto.randomUUID(),
    plan: 'pro',
    days: 1,
    reason: 'x',
    actor: 'admin:1',
  } as const;
  await expect(giveAccess(gift)).rejects.toMatchObject({ status: 404 });
});

describe.each(PROVIDERS)('at %s', (provider) => {
  test('the command shows a customer’s timeline, and repairs what a lost webhook left', async () => {
    const { user, contract } = await subscriber(provider);
    await db().subscription.update({ where: { id: contract.id }, data: { status: 'unpaid' } });
    const synced = await command(user.email, 'sync');
    expect(synced).toMatchObject({ code: 0, output: expect.stringContaining('1 changes') });
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    const { output } = await command(contract.externalId);
    expect(output).toContain(user.email);
    expect(output).toContain('full access to starter until');
    expect(output).toMatch(/change {5}unpaid → active/);
    expect(JSON.parse((await command(user.id, '--json')).output)).toMatchObject({ person: { email: user.email } });
    expect(await audited(user.id)).toEqual(['customer.synced']);
  });

  test('the command cancels at the period end or now, and records why', async () => {
    const { user, contract } = await subscriber(provider);
    expect((await command(user.email, 'cancel', '--now')).output).toContain('Missing --reason');
    expect((await command(user.email, 'cancel', '--reason', 'x')).output).toContain('Specify --now or');
    expect(await command(user.email, 'cancel', '--at-period-end', '--reason', 'asked by email')).toMatchObject({
      code: 0,
    });
    await world.quiet();
    expect(await db().subscription.findUnique({ where: { id: contract.id } })).toMatchObject({
      status: 'active',
      cancelAt: expect.any(Date),
    });
    expect(await command(user.email, 'cancel', '--now', '--reason', 'asked again')).toMatchObject({ code: 0 });
    await world.quiet();
    expect(await db().subscription.findUnique({ where: { id: contract.id } })).toMatchObject({ status: 'ended' });
    expect(await command(user.email, 'cancel', '--now', '--reason', 'x')).toMatchObject({ code: 1 });
    expect(await audited(contract.id)).toEqual(['cancel.requested', 'cancel.requested']);
  });

  test('of two running subscriptions an operator cancels the one they choose, and the other runs on', async () => {
    const { user, contract } = await subscriber(provider);
    const externalId = await sellPrice(world, user.id, provider, await priceOf(provider, 'pro_month'));
    await sellRetainer(world, user.id, provider);
    await world.quiet();
    const second = await db().subscription.findFirstOrThrow({ where: { externalId } });
    const running = await cancelableSubscriptions(user.id);
    expect(running).toMatchObject([
      { id: contract.id, origin: 'checkout', isCurrent: true },
      { id: second.id, origin: 'dashboard', isCurrent: false },
    ]);
    await expect(operatorCancelTerms(user.id, null)).rejects.toMatchObject({ code: 'request/invalid' });
    const other = await newCustomer();
    await expect(operatorCancelTerms(other.id, second.id)).rejects.toMatchObject({ code: 'billing/no-subscription' });

    const unsaid = await command(user.email, 'cancel', '--now', '--reason', 'x');
    expect(unsaid.code).toBe(1);
    expect(unsaid.output).toContain('Specify which subscription');
    expect(unsaid.output).toMatch(new RegExp(`${contract.externalId} .*Starter.*\\$9\\.00.*checkout.*since .*current`));
    expect(unsaid.output).toMatch(new RegExp(`${externalId} .*Pro.*dashboard.*since`));

    // The page of one, confirmed for a second time after it has ended.
    const { terms } = await operatorCancelTerms(user.id, second.id);
    expect(await command(user.email, 'cancel', externalId, '--now', '--reason', 'sold twice')).toMatchObject({
      code: 0,
    });
    await world.quiet();
    const wanted = { workspaceId: user.id, when: 'now', terms, reason: 'x', actor: 'admin:1' } as const;
    await expect(operatorCancel(wanted)).rejects.toMatchObject({ code: 'billing/not-changeable' });
    expect(await db().subscription.findUnique({ where: { id: second.id } })).toMatchObject({ status: 'ended' });
    expect(await db().subscription.findUnique({ where: { id: contract.id } })).toMatchObject({ status: 'active' });
    expect(await audited(second.id)).toEqual(['cancel.requested']);
    expect(await audited(contract.id)).toEqual([]);
  });
});

test('the command replays the webhooks that match a filter, and no others', async () => {
  const [{ user }, { user: other }] = [await subscriber('stripe'), await subscriber('dodo')];
  const replay = (...words: string[]) => runNode([...tsx('scripts/billing-replay.ts'), ...words]);
  await world.quiet();
  await db().webhookEvent.updateMany({ data: { status: 'dead', attempts: 10 } });
  const about = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
  const dead = async (userId: string) =>
    db().webhookEvent.count({ where: { targetId: (await about(userId)).externalId, status: 'dead' } });
  const count = await dead(user.id);
  expect(count).toBeGreaterThan(0);
  const filter = ['--customer', user.id, '--state', 'dead', '--provider', 'stripe'];
  const preview = await replay(...filter, '--dry-run');
  expect(preview.output).toMatch(/^\d+ events to replay/);
  expect(await dead(user.id)).toBe(count);
  expect((await replay(...filter)).code).toBe(0);
  expect(await dead(user.id)).toBe(0);
  expect(await dead(other.id)).toBeGreaterThan(0);
  expect((await replay('--state', 'gone')).output).toContain('--state has an invalid value');
  expect((await replay('--dead', ...filter)).output).toContain('in exactly one way');
  await db().webhookEvent.updateMany({ where: { status: 'dead' }, data: { status: 'processed' } });
});

test('credits that an operator grants can be spent, and the same form sent twice grants once', async () => {
  const user = await newCustomer();
  const gift = { workspaceId: user.id, key: crypto.randomUUID(), amount: 5, reason: 'an outage', actor: 'admin:1' };
  await Promise.all([giveCredits(gift), giveCredits(gift), giveCredits(gift)]);
  expect(await getAccess(user.id)).toMatchObject({ credits: 5 });
  expect(await spendCredits(user.id, 'report', 2, 'report')).toBe(3);
  expect(await command(user.email, 'credits', '10', '--reason', 'sorry')).toMatchObject({ code: 0 });
  expect((await command(user.email, 'credits', '0', '--reason', 'x')).code).toBe(1);
  expect(await audited(user.id)).toEqual(['credits.given']);
});

test('the command ends every session of a customer', async () => {
  const user = await newCustomer();
  await db().session.create({
    data: { sessionToken: user.id, userId: user.id, expires: new Date(Date.now() + 60_000) },
  });
  expect((await command(user.email, 'end-sessions')).output).toContain('Ended 1 sessions.');
  expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
});

test('a customer is found by the start of the email and by any id of theirs, and a stranger’s id finds no one', async () => {
  const { user, contract } = await subscriber('stripe');
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  const texts = [user.email.slice(0, 9), user.email.toUpperCase(), user.id, payment.id, payment.externalId];
  for (const text of [...texts, contract.externalId]) {
    const { rows } = await findCustomers(text, undefined);
    expect(
      rows.map(({ id }) => id),
      text,
    ).toEqual([user.id]);
  }
  expect((await findCustomers('sub_of_someone_else', undefined)).rows).toEqual([]);
  expect((await command('unknown@customer.test')).code).toBe(2);
});

test('the timeline has the whole history in order, page by page, without a gap or a repetition', async () => {
  const { user } = await subscriber('dodo');
  await command(user.email, 'credits', '1', '--reason', 'sorry');
  const { entries } = await timelineOf(user.id, null);
  const kinds = new Set(entries.map(({ kind }) => kind));
  for (const kind of ['event', 'change', 'operation', 'payment', 'email', 'credits', 'audit'] as const)
    expect(kinds, kind).toContain(kind);
  expect(entries.map(({ at }) => at.getTime())).toEqual(entries.map(({ at }) => at.getTime()).sort((a, b) => b - a));
  const times = Array.from({ length: 150 }, (_, minute) => new Date(Date.UTC(2020, 0, 1, 0, minute)));
  await db().auditLog.createMany({
    data: times.map((at) => ({ at, actor: 'system', action: 'test.happened', target: user.id, detail: {} })),
  });
  const all = [];
  for (let next: Date | null = null, first = true; first || next !== null; first = false) {
    const page: Awaited<ReturnType<typeof timelineOf>> = await timelineOf(user.id, next);
    all.push(...page.entries.map(({ id }) => id));
    next = page.next;
  }
  expect(all).toHaveLength(entries.length + times.length);
  expect(new Set(all).size).toBe(all.length);
});

test('the timeline says what changed in a subscription in plain text, and who changed it', async () => {
  const { user, contract } = await subscriber('stripe');
  await world.quiet();
  // Otherwise the webhook of the cancellation may be the first to bring it.
  await world.control('pause-deliveries', { on: true });
  await command(user.email, 'cancel', '--at-period-end', '--reason', 'asked by email');
  await world.control('pause-deliveries', { on: false });
  await world.quiet();
  await db().subscription.update({
    where: { id: contract.id },
    data: { sku: 'pro_month', quantity: 3, items: [], status: 'unpaid' },
  });
  await command(user.email, 'sync');
  const { entries } = await timelineOf(user.id, null);
  const [synced, ...before] = entries.filter(({ kind }) => kind === 'change').map(({ text }) => text);
  expect(synced).toBe(
    'sku pro_month → starter_month · unpaid → active · items – → Starter (monthly) × 1 · quantity 3 → 1 (operator on the command line)',
  );
  expect(before.some((text) => / · cancelAt – → \d{4}-\d\d-\d\d .*an operator on the command line\)$/.test(text))).toBe(
    true,
  );
  expect(before.at(-1)).toMatch(/^new → .* \((webhook from Stripe|checkout)\)$/);
  for (const text of before) expect(text).not.toMatch(/[[{]"/);
});

test('each page of a list starts where the previous one ended, even when rows share a time', async () => {
  const user = await newCustomer();
  const at = new Date('2021-01-01T00:00:00.000Z');
  await db().auditLog.createMany({
    data: Array.from({ length: 120 }, () => ({
      at,
      actor: 'system',
      action: 'test.paged',
      target: user.id,
      detail: {},
    })),
  });
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listAudit({ action: 'test.paged', actor: undefined, target: undefined, cursor });
    for (const { id } of page.rows) ids.add(id);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(ids.size).toBe(120);
  // A cursor that none of our pages created starts over.
  expect((await listPayments(undefined, "' OR 1=1")).rows.length).toBeGreaterThan(0);
});
