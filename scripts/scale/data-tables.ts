import { customers, one, owner, past, provider, type Table, table } from './generated-table';
import { OTHER_TABLES } from './other-tables';

/** More than one a day and provider for as long as they are kept, and enough that the table counts as large in a test. */
const RUNS = 2_000;

export const TABLES: readonly Table[] = [
  table(
    'User',
    customers,
    'id email name createdAt',
    (_, total) => `'bench-user-' || n, 'person' || n || '@bench.test', 'Person ' || n, ${past(`n / ${total}.0`)}`,
  ),
  table('Workspace', customers, 'id createdAt', (_, total) => `'bench-user-' || n, ${past(`n / ${total}.0`)}`),
  table('Member', customers, 'workspaceId userId role', () => `'bench-user-' || n, 'bench-user-' || n, 'owner'`),
  table(
    'Invitation',
    customers,
    'id workspaceId email role tokenHash invitedById held expiresAt acceptedAt createdAt',
    // One in fifty waits for a seat.
    () =>
      `'bench-invitation-' || n, 'bench-user-' || n, 'invited' || n || '@bench.test', 'member', 'bench-hash-' || n, 'bench-user-' || n, n % 50 = 0, t + interval '7 days', CASE WHEN n % 50 = 0 THEN NULL ELSE t END, t`,
  ),
  table(
    'Session',
    customers,
    'sessionToken userId expires',
    () => `'bench-session-' || n, 'bench-user-' || n, now() + interval '20 days'`,
  ),
  table(
    'VerificationToken',
    one(20),
    'identifier token expires',
    () => `'person' || n || '@bench.test', 'bench-token-' || n, now() + interval '10 minutes'`,
  ),
  table('RateLimit', one(10), 'key count windowEnds', () => `'bench-limit-' || n, 1, now() + interval '10 minutes'`),
  table(
    'Customer',
    customers,
    'id workspaceId provider mode externalId',
    () => `'bench-customer-' || n, 'bench-user-' || n, ${provider('n')}, 'sandbox', 'cus_bench_' || n`,
  ),
  table(
    'Checkout',
    customers,
    'id workspaceId provider mode lane sku quantity currency state params externalId updatedAt',
    () =>
      `'bench-checkout-' || n, 'bench-user-' || n, ${provider('n')}, 'sandbox', 'subscription', 'pro:month', 1, 'USD', 'complete', '{}', 'cs_bench_' || n, now()`,
  ),
  table(
    'Subscription',
    customers,
    'id workspaceId provider mode externalId ticket syncedAt status providerStatus sku priceExternalId quantity currency amount origin startedAt periodStart periodEnd paidUntil checkoutId holdsSlot',
    (
      _,
      total,
    ) => `'bench-subscription-' || n, 'bench-user-' || n, ${provider('n')}, 'sandbox', 'sub_bench_' || n, n, now(),
      (CASE WHEN n % 10 = 0 THEN 'ended' WHEN n % 50 = 1 THEN 'past_due' ELSE 'active' END)::"SubscriptionStatus", 'active', 'pro:month', 'price_bench', 1, 'USD', 2900,
      'checkout', ${past(`n / ${total}.0`)}, now() - interval '15 days', now() + interval '15 days', now() + interval '15 days',
      'bench-checkout-' || n, n % 10 <> 0`,
  ),
  table(
    'SubscriptionTransition',
    customers,
    'id subscriptionId ticket to cause diff at',
    (_, total) =>
      `'bench-transition-' || n, 'bench-subscription-' || n, n, 'active', 'event:bench', '{}', ${past(`n / ${total}.0`)}`,
  ),
  table(
    'MrrChange',
    (sizes) => 2 * sizes.customers,
    'id mode workspaceId subscriptionId ticket at currency amount',
    // Everyone begins once, and moves once within the last 300 days: one in ten ends, the rest add seats.
    ({ customers }) =>
      `'bench-mrr-' || n, 'sandbox', 'bench-user-' || (1 + (n - 1) % ${customers}), 'bench-subscription-' || (1 + (n - 1) % ${customers}), n,
      CASE WHEN n <= ${customers} THEN ${past(`n / ${customers}.0`)} - interval '300 days' ELSE t END, 'USD',
      CASE WHEN n <= ${customers} THEN 2900 WHEN n % 10 = 0 THEN -2900 ELSE 1900 END`,
  ),
  table(
    'ReconcileRun',
    () => RUNS,
    'id provider mode dryRun actor checked startedAt finishedAt',
    () => `'bench-run-' || n, ${provider('n')}, 'sandbox', false, 'system:bench', 100, t, t`,
  ),
  table(
    'ReconcileDiff',
    customers,
    'id runId rootKind rootId field local remote action',
    () =>
      `'bench-diff-' || n, 'bench-run-' || (1 + (n - 1) % ${RUNS}), 'subscription', 'sub_bench_' || n, 'status', 'active', 'past_due', 'synced'`,
  ),
  table(
    'DelinquencyCase',
    one(2),
    'id subscriptionId mode state declineClass openedAt graceEndsAt exhaustsAt',
    // One in 25 is open.
    () =>
      `'bench-case-' || n, 'bench-subscription-' || (2 * n - 1), 'sandbox', (CASE WHEN n % 25 = 1 THEN 'open' ELSE 'recovered' END)::"CaseState", 'soft', now() - interval '2 days', now() + interval '5 days', now() + interval '12 days'`,
  ),
  table(
    'Payment',
    ({ payments }) => payments,
    'id workspaceId provider mode externalId invoiceExternalId subscriptionId checkoutId ticket status providerStatus sku amount currency createdAt paidAt',
    (sizes, total) =>
      `'bench-payment-' || n, 'bench-user-' || ${owner(sizes)}, ${provider(owner(sizes))}, 'sandbox', 'pi_bench_' || n, 'in_bench_' || n, 'bench-subscription-' || ${owner(sizes)}, 'bench-checkout-' || ${owner(sizes)}, n, 'succeeded', 'succeeded', 'pro:month', 2900, 'USD', ${past(`n / ${total}.0`)}, ${past(`n / ${total}.0`)}`,
  ),
  table(
    'Invoice',
    ({ payments }) => payments,
    'id workspaceId subscriptionId provider mode externalId ticket status total amountDue currency createdAt paidAt lines',
    (sizes, total) =>
      `'bench-invoice-' || n, 'bench-user-' || ${owner(sizes)}, 'bench-subscription-' || ${owner(sizes)}, ${provider(owner(sizes))}, 'sandbox', 'in_bench_' || n, n, 'paid', 2900, 0, 'USD', ${past(`n / ${total}.0`)}, ${past(`n / ${total}.0`)}, '[]'`,
  ),
  table(
    'Refund',
    one(50),
    'id paymentId provider mode externalId ticket status amount currency createdAt',
    (sizes) =>
      `'bench-refund-' || n, 'bench-payment-' || n, ${provider(owner(sizes))}, 'sandbox', 're_bench_' || n, n, 'succeeded', 2900, 'USD', now() - interval '100 days'`,
  ),
  table(
    'Dispute',
    one(100),
    'id paymentId provider mode externalId ticket status providerStatus amount currency createdAt',
    (sizes) =>
      `'bench-dispute-' || n, 'bench-payment-' || n, ${provider(owner(sizes))}, 'sandbox', 'dp_bench_' || n, n, 'won', 'won', 2900, 'USD', now() - interval '100 days'`,
  ),
  table(
    'CreditSpend',
    customers,
    'id workspaceId mode key amount purpose',
    (sizes) => `'bench-spend-' || n, 'bench-user-' || ${owner(sizes)}, 'sandbox', 'bench-' || n, 1, 'report'`,
  ),
  table(
    'LicenseKey',
    one(2),
    'id workspaceId provider mode externalId ticket syncedAt key disabled createdAt',
    () => `'bench-license-' || n, 'bench-user-' || n, 'dodo', 'sandbox', 'lic_bench_' || n, n, t, 'key', false, t`,
  ),
  table(
    'TrialUse',
    one(2),
    'person subscriptionId provider externalId',
    () => `'bench-person-' || n, 'bench-subscription-' || n, ${provider('n')}, 'sub_bench_' || n`,
  ),
  table(
    'Alert',
    one(10),
    'id key kind detail closedAt',
    () => `'bench-alert-' || n, 'bench:' || n, 'drift', '{}', CASE WHEN n % 20 = 0 THEN NULL ELSE now() END`,
  ),
  table(
    'AuditLog',
    (sizes) => 2 * sizes.customers,
    'id at actor action target detail',
    (sizes) =>
      `'bench-audit-' || n, t, 'user:bench-user-' || ${owner(sizes)}, CASE WHEN n % 3 = 0 THEN 'sign-in.succeeded' ELSE 'subscription.canceled' END, 'bench-user-' || ${owner(sizes)}, '{}'`,
  ),
  table(
    'Email',
    ({ emails }) => emails,
    'id userId workspaceId kind key data snapshot status dueAt sentAt createdAt',
    // One in twenty waits for a day to come, such as a renewal notice.
    (sizes, total) =>
      `'bench-email-' || n, 'bench-user-' || ${owner(sizes)}, 'bench-user-' || ${owner(sizes)}, 'receipt', 'bench:' || n, '{"paymentId": "bench"}', CASE WHEN n % 20 = 0 THEN NULL ELSE '{"amount": "29.00", "currency": "USD"}'::jsonb END, (CASE WHEN n % 20 = 0 THEN 'waiting' ELSE 'sent' END)::"EmailStatus", CASE WHEN n % 20 = 0 THEN now() + interval '10 days' ELSE ${past(`n / ${total}.0`)} END, now(), t`,
  ),
  table(
    'Operation',
    ({ operations }) => operations,
    'id workspaceId provider mode kind key subject params status nextAttemptAt actor createdAt updatedAt automatic',
    // One in two hundred is not done yet, and half of them are due.
    (sizes) =>
      `'bench-operation-' || n, 'bench-user-' || ${owner(sizes)}, ${provider(owner(sizes))}, 'sandbox', 'cancel', 'bench-cancel:' || n, 'subscription:bench-' || n, '{}', (CASE WHEN n % 400 = 0 THEN 'planned' WHEN n % 200 = 0 THEN 'unknown' ELSE 'succeeded' END)::"OperationStatus", CASE WHEN n % 800 < 400 THEN now() - interval '10 minutes' ELSE now() + interval '1 hour' END, 'system:bench', t, t, true`,
  ),
  table(
    'WebhookEvent',
    ({ events }) => events,
    'id provider mode eventId type rootKind rootId payload occurredAt receivedAt lastReceivedAt status attempts nextAttemptAt processedAt customerExternalId',
    // One in thirty has failed, and most of them are due: the backlog of an outage.
    (
      sizes,
      total,
    ) => `'bench-event-' || n, ${provider(owner(sizes))}, 'sandbox', 'evt_bench_' || n, 'invoice.paid', 'subscription', 'sub_bench_' || ${owner(sizes)},
      CASE WHEN n > ${total} * 0.8 THEN jsonb_build_object('data', jsonb_build_object('object', jsonb_build_object('customer', 'cus_bench_' || ${owner(sizes)}, 'filler', repeat(md5(n::text), 20)))) ELSE '{}' END,
      t, t, t, (CASE WHEN n % 30 = 0 THEN 'failed' ELSE 'processed' END)::"EventStatus", 1,
      CASE WHEN n % 300 = 0 THEN now() + interval '1 hour' WHEN n % 30 = 0 THEN now() - n % 600 * interval '1 minute' ELSE t END, now(), 'cus_bench_' || ${owner(sizes)}`,
  ),
  ...OTHER_TABLES,
];
