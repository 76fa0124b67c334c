import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from '../../e2e/fixtures';
import { ask, askPayload, type SignedIn, signedIn } from '../../e2e/requests';
import { APP, DATABASE, SANDBOX } from '../../e2e/urls';

const DAY = 86_400_000;

interface State {
  readonly is: string;
  /** Columns of the subscription; dates as days from now. */
  readonly row: Record<string, string | number>;
  readonly refunded?: boolean;
  readonly level: 'full' | 'read-only' | 'none';
  /** What the account page says. */
  readonly says: RegExp;
}

const STATES: readonly State[] = [
  { is: 'paid', row: { status: 'active', paidUntil: 20 }, level: 'full', says: /Pro renews automatically on/ },
  {
    is: 'trial',
    row: { status: 'trialing', trialEnd: 9, paidUntil: 9 },
    level: 'full',
    says: /free trial of Pro ends/,
  },
  {
    is: 'canceled',
    row: { status: 'active', paidUntil: 9, cancelAt: 9 },
    level: 'full',
    says: /Pro stays active until/,
  },
  { is: 'grace', row: { status: 'past_due', pastDueSince: -3 }, level: 'full', says: /last payment for Pro failed/ },
  {
    is: 'late',
    row: { status: 'past_due', pastDueSince: -9 },
    level: 'read-only',
    says: /last payment for Pro failed/,
  },
  { is: 'unpaid', row: { status: 'unpaid' }, level: 'none', says: /Pro is inactive because its payments failed/ },
  { is: 'paused', row: { status: 'paused' }, level: 'none', says: /Pro is paused/ },
  {
    is: 'expired',
    row: { status: 'ended', endReason: 'immediate', endedAt: -1 },
    level: 'none',
    says: /Pro has ended/,
  },
  { is: 'over', row: { status: 'active', paidUntil: -2, cancelAt: -2 }, level: 'none', says: /Pro has ended/ },
  { is: 'not yet paid', row: { status: 'pending' }, level: 'none', says: /Pro starts as soon as your first payment/ },
  { is: 'never paid', row: { status: 'failed' }, level: 'none', says: /Pro starts as soon as your first payment/ },
  { is: 'refunded', row: { status: 'active', paidUntil: 20 }, refunded: true, level: 'none', says: /Pro was refunded/ },
];

const pool = new pg.Pool({ connectionString: DATABASE, max: 2 });

/** Someone whose subscription is in a state, written to the ledger as syncing would. */
async function inState({ row, refunded }: State): Promise<SignedIn> {
  const person = await signedIn();
  const clock = (await (await fetch(`${SANDBOX}/_sandbox/clock`)).json()) as { now: string };
  const at = (days: number) => new Date(Date.parse(clock.now) + days * DAY).toISOString().replace('Z', '');
  const id = randomUUID();
  const dated = Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? at(value) : value]);
  const subscription = {
    ...{ id, workspaceId: person.id, provider: 'stripe', mode: 'sandbox', externalId: `sub_${id}`, ticket: 1 },
    ...{ syncedAt: at(0), providerStatus: 'x', sku: 'pro_month', priceExternalId: 'x', quantity: 1, currency: 'USD' },
    ...{ amount: 2900, startedAt: at(-10), ...Object.fromEntries(dated) },
  };
  const paid = row.status === 'trialing' ? undefined : (row.paidUntil ?? row.pastDueSince);
  await insert('Subscription', { ...subscription, coverage: JSON.stringify(covered(at, paid, refunded)) });
  if (refunded) {
    const payment = { ...paymentOf(person, id, at(-10)), sku: 'pro_month' };
    await insert('Payment', payment);
    const money = {
      provider: 'stripe',
      mode: 'sandbox',
      externalId: `re_${id}`,
      ticket: 1,
      amount: 2900,
      currency: 'USD',
    };
    await insert('Refund', {
      id: randomUUID(),
      paymentId: payment.id,
      ...money,
      status: 'succeeded',
      createdAt: at(-1),
    });
  }
  return person;
}

/** What was paid for, up to a day from now; nothing if none is given. */
function covered(at: (days: number) => string, until: string | number | undefined, refunded = false) {
  const money = { sku: 'pro_month', quantity: 1, standing: refunded ? 'refunded' : 'clear', invoices: ['in_1'] };
  const spans = typeof until === 'number' ? [{ ...money, from: `${at(-30)}Z`, until: `${at(until)}Z` }] : [];
  return { spans, disputed: false, unbilled: false };
}

const paymentOf = ({ id: userId }: SignedIn, subscriptionId: string, at: string) => ({
  ...{
    id: randomUUID(),
    workspaceId: userId,
    provider: 'stripe',
    mode: 'sandbox',
    externalId: `pi_${subscriptionId}`,
    subscriptionId,
  },
  ...{ ticket: 1, status: 'succeeded', providerStatus: 'x', amount: 2900, currency: 'USD', createdAt: at, paidAt: at },
});

async function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row).map((name) => `"${name}"`);
  const places = names.map((_, index) => `$${index + 1}`);
  await pool.query(`INSERT INTO "${table}" (${names}) VALUES (${places})`, Object.values(row));
}

/** Only in the page, and in the payload for the router, of someone who may create reports. */
const PAID_CONTENT = /canDownload/;

for (const state of STATES)
  test(`checks 12 and 68: page, payload, API, and account agree: ${state.is} is ${state.level}`, async () => {
    const { cookie } = await inState(state);
    const own = { headers: { cookie } };
    const open = state.level === 'full';
    expect((await ask('/account', own)).text).toMatch(state.says);
    expect(PAID_CONTENT.test((await ask('/premium', own)).text), 'the page').toBe(open);
    expect(PAID_CONTENT.test((await askPayload('/premium', own.headers)).text), 'its payload').toBe(open);
    expect((await ask('/api/premium/report', own)).status, 'the API').toBe(open ? 200 : 403);
    const post = { method: 'POST', headers: { cookie, origin: APP, 'content-type': 'application/json' } };
    const body = JSON.stringify({ series: '2026-11-01, 4\n2026-11-02, 8' });
    for (const path of ['/api/premium/report', '/api/premium/export'])
      expect((await ask(path, { ...post, body })).status, path).toBe(open ? 200 : 403);
  });
