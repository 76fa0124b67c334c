import { describe, expect, test } from 'vitest';
import { READERS, statusReads, strayStatusReads, strayWrites } from '../fixtures/rules';
import { sourcesIn } from '../fixtures/sources';

const sources = sourcesIn('app', 'components', 'lib', 'proxy.ts', 'instrumentation.ts');

describe('only sync writes the ledger', () => {
  test('no row of it is written anywhere else', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect([...sources, ...sourcesIn('scripts', 'prisma')].flatMap(strayWrites)).toEqual([]);
  });

  test.each([
    "await db().subscription.update({ where: { id }, data: { status: 'ended' } });",
    'await tx.payment.createMany({ data });',
    'await db()\n  .grant\n  .deleteMany({});',
    'await db().$executeRaw`UPDATE "Refund" SET status = ...`;',
    'await db().$executeRaw`DELETE FROM "Subscription"`;',
  ])('a page with this line is found: %s', (text) => {
    expect(strayWrites({ path: 'app/page.tsx', text })).toHaveLength(1);
    expect(strayWrites({ path: 'lib/billing/ledger/payment.ts', text })).toEqual([]);
  });

  test('reading it is allowed', () => {
    const text = 'db().subscription.findFirst({}); db().paymentMethod.create({}); `SELECT 1 FROM "Payment"`';
    expect(strayWrites({ path: 'app/page.tsx', text })).toEqual([]);
  });
});

describe('only access decides what is open', () => {
  test('no status of a subscription is compared without a reason', () => {
    expect(sources.flatMap(strayStatusReads)).toEqual([]);
  });

  test('every reason is still needed', () => {
    const readers = sources.filter((source) => statusReads(source).length > 0);
    const idle = READERS.filter(({ where }) => !readers.some(({ path }) => where.test(path)));
    expect(idle).toEqual([]);
  });

  test.each([
    "if (subscription.status === 'active') return <Premium />;",
    "const open = ['active', 'trialing'].includes(row.status);",
    "where: { userId, status: { in: ['active', 'past_due'] } },",
    "const LIVE: SubscriptionStatus[] = ['paused'];",
    "    case 'past_due':",
    "if (status !== 'pending' && status !== 'failed') open();",
  ])('a page with this line is found: %s', (text) => {
    expect(strayStatusReads({ path: 'app/(app)/premium/page.tsx', text })).toHaveLength(1);
  });

  test.each([
    "if (granted.level === 'full') return <Premium />;",
    "{reason === 'past_due' && <Banner />}",
    "payments.some((payment) => payment.status === 'succeeded')",
    "// a status of 'active' is not asked here",
  ])('an allowed line passes: %s', (text) => {
    expect(strayStatusReads({ path: 'app/(app)/premium/page.tsx', text })).toEqual([]);
  });
});

describe('client input is parsed by its format', () => {
  const LOOSE = /\bz\s*\.coerce\b/;

  test('nothing becomes a number or a date that was not written as one', () => {
    expect(sources.filter(({ text }) => LOOSE.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('a schema that does so is found', () => {
    expect('quantity: z.coerce.number()').toMatch(LOOSE);
  });
});
