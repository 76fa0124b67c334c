import { customers, one, owner, provider, type Table, table } from './generated-table';

/** What only some customers have, and what is left behind by the work on it. */
export const OTHER_TABLES: readonly Table[] = [
  table(
    'Account',
    one(2),
    'userId type provider providerAccountId',
    () => `'bench-user-' || n, 'oauth', 'github', 'bench-' || n`,
  ),
  table(
    'Grant',
    one(10),
    'id workspaceId paymentId mode sku quantity',
    (sizes) =>
      `'bench-grant-' || n, 'bench-user-' || ${owner(sizes)}, 'bench-payment-' || n, 'sandbox', 'credits', 100`,
  ),
  table(
    'GivenCredit',
    one(100),
    'id workspaceId mode key amount reason actor',
    () => `'bench-credit-' || n, 'bench-user-' || n, 'sandbox', 'bench-' || n, 1, 'bench', 'command line'`,
  ),
  table(
    'GivenAccess',
    one(100),
    'id workspaceId mode key plan from until reason actor',
    () =>
      `'bench-access-' || n, 'bench-user-' || n, 'sandbox', 'bench-' || n, 'pro', t, t + interval '30 days', 'bench', 'command line'`,
  ),
  table(
    'AdoptedContract',
    one(100),
    'id provider mode externalId priceExternalId sku reason actor',
    () =>
      `'bench-adopted-' || n, ${provider('n')}, 'sandbox', 'sub_bench_' || n, 'price_bench', 'pro:month', 'bench', 'command line'`,
  ),
  table(
    'SelfServiceRefund',
    one(50),
    'id mode person workspaceId product purchase operationId',
    () =>
      `'bench-self-' || n, 'sandbox', 'bench-person-' || n, 'bench-user-' || n, 'pro', 'bench-subscription-' || n, 'bench-refund-' || n`,
  ),
  table(
    'BillingFact',
    customers,
    'id workspaceId mode type key data occurredAt plannedAt',
    () => `'bench-fact-' || n, 'bench-user-' || n, 'sandbox', 'payment.succeeded', 'bench-' || n, '{}', t, t`,
  ),
  table(
    'EffectRun',
    customers,
    'id factId effect status nextAttemptAt finishedAt',
    // One in ten waits, which is due.
    () =>
      `'bench-run-' || n, 'bench-fact-' || n, 'note', (CASE WHEN n % 10 = 0 THEN 'waiting' ELSE 'done' END)::"EffectStatus", now(), CASE WHEN n % 10 = 0 THEN NULL ELSE now() END`,
  ),
];
