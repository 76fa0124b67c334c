import { type Sandbox, startSandbox } from '@tollgate/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { endpointUrl, pushEndpoints } from '@/lib/billing/catalog/push-endpoints';
import { driver } from '@/lib/billing/providers';
import { dodoClient } from '@/lib/billing/providers/dodo/client';
import { dodoDriver } from '@/lib/billing/providers/dodo/driver';
import { PushRun } from '@/lib/billing/providers/push-run';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { stripeDriver } from '@/lib/billing/providers/stripe/driver';
import { db } from '@/lib/db';
import { examine } from '@/lib/doctor';
import { checkClock, timeAt } from '@/lib/doctor/clock';
import { checkDatabase, checkVersion } from '@/lib/doctor/database';
import { type Finding, formatFinding } from '@/lib/doctor/finding';
import { checkProvider } from '@/lib/doctor/providers';
import { checkJob, checkWithoutKeys, checkWork } from '@/lib/doctor/work';
import { env } from '@/lib/env';
import { JOBS } from '@/lib/jobs';
import { listMigrationNames } from '../../scripts/lib/migrations';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';

let sandbox: Sandbox;
let migrations: string[];
/** Secrets of the endpoints that `billing:push` created. */
let secrets: string[];

beforeAll(async () => {
  // Its own endpoints are at the app's URL, as in development.
  sandbox = await startSandbox({ secret: process.env.SANDBOX_SECRET ?? '', appUrl: process.env.APP_URL ?? '' });
  Object.assign(process.env, { SANDBOX_URL: sandbox.url, SMTP_URL: `smtp://127.0.0.1:${sandbox.smtpPort}` });
  migrations = await listMigrationNames();
});
beforeEach(async () => {
  await sandbox.world.reset();
  await db().providerPrice.deleteMany();
  await pushCatalog();
  const pushed = await pushEndpoints(() => new PushRun());
  secrets = pushed.flatMap(({ secret }) => (secret === null ? [] : [secret]));
  await db().webhookEvent.deleteMany();
  await db().webhookEvent.create({
    data: {
      ...{ provider: 'stripe', mode: 'sandbox', eventId: 'evt_1', type: 'invoice.paid', payload: {} },
      ...{ occurredAt: new Date(), status: 'processed' },
    },
  });
  await db().jobLease.deleteMany();
  for (const job of Object.keys(JOBS)) {
    await db().jobLease.create({ data: { job, token: job, until: new Date(0), lastRunAt: new Date() } });
  }
});
afterAll(() => sandbox.close());

function settings() {
  const { stripe, dodo } = env().payments;
  if (stripe === null || dodo === null) throw new Error('The sandbox speaks for both providers');
  return { stripe, dodo };
}
const stripe = () => stripeClient(settings().stripe);
const dodo = () => dodoClient(settings().dodo);
/** What is not as it should be, without the level. */
const faults = (findings: readonly Finding[]) => findings.filter(({ level }) => level !== 'ok');
const fault = (findings: readonly Finding[], check: string) => {
  const [found, ...others] = faults(findings);
  expect(others).toEqual([]);
  expect(found?.check).toBe(check);
  expect(found?.todo).not.toBe('');
  return `${found?.level}: ${found?.found} → ${found?.todo}`;
};
const endpointAt = async () => {
  const { data } = await stripe().webhookEndpoints.list();
  const found = data.find(({ url }) => url === endpointUrl('stripe'));
  if (found === undefined) throw new Error('billing:push makes an endpoint');
  return found;
};

test('a configured server has one line per check, and nothing left to do but start the app', async () => {
  expect(secrets).toEqual([]);
  const findings = await examine(migrations);
  expect(findings.map(({ check }) => check)).toEqual([
    ...['environment', 'database', 'migrations', 'pooler', 'clock and database'],
    ...['stripe key', 'stripe endpoint', 'stripe events', 'stripe API version', 'stripe secret', 'stripe prices'],
    ...['stripe portal', 'clock and stripe', 'dodo key', 'dodo endpoint', 'dodo events', 'dodo secret', 'dodo prices'],
    ...[
      'clock and dodo',
      'job billing',
      'job alerts',
      'job mails',
      'job effects',
      'job cleanup',
      'job reconcile',
      'mail',
      'alerts',
      'waiting webhooks',
      'app',
    ],
  ]);
  expect(fault(findings, 'app')).toMatch(/^warning: .* does not answer from here → Start it/);
  for (const finding of findings) expect(formatFinding(finding).split('\n').length).toBeLessThanOrEqual(2);
});

describe('a fault at Stripe', () => {
  const check = () => checkProvider(driver('stripe'));

  test.each([
    [
      'disabled',
      { disabled: true },
      'stripe endpoint',
      'failure: we_sandbox_default is disabled → Run: npm run billing:push',
    ],
    ['sends all events', { enabled_events: ['*' as const] }, 'stripe events', 'warning: unneeded events enabled: *'],
  ])('an endpoint that is or %s', async (_, change, name, said) => {
    await stripe().webhookEndpoints.update((await endpointAt()).id, change);
    expect(fault(await check(), name)).toContain(said);
  });

  test('an endpoint with a missing event', async () => {
    const { id, enabled_events } = await endpointAt();
    const fewer = enabled_events.filter((type) => type !== 'invoice.paid');
    await stripe().webhookEndpoints.update(id, { enabled_events: fewer as ['invoice.voided'] });
    expect(fault(await check(), 'stripe events')).toContain('failure: not sent: invoice.paid');
  });

  test('no endpoint, or one at another URL', async () => {
    const { id } = await endpointAt();
    await stripe().webhookEndpoints.update(id, { url: 'https://old.example.test/api/webhooks/stripe' });
    expect(fault(await check(), 'stripe endpoint')).toContain(`failure: none for ${endpointUrl('stripe')}`);
  });

  test('an endpoint of another API version, and a secret of another endpoint', async () => {
    await stripe().webhookEndpoints.del((await endpointAt()).id);
    await stripe().webhookEndpoints.create({
      ...{ url: endpointUrl('stripe'), enabled_events: ['*'], api_version: '2024-06-20' },
    });
    expect(faults(await check()).map(({ check: name }) => name)).toEqual([...['stripe events', 'stripe API version']]);
    await db().webhookEvent.deleteMany();
    expect(faults(await check()).at(-1)?.found).toContain('no webhook has been accepted yet');
    await pushEndpoints(() => new PushRun());
    expect(fault(await check(), 'stripe secret')).toMatch(
      /^failure: STRIPE_WEBHOOK_SECRET doesn’t include the secret for we_/,
    );
  });

  test('a key that is rejected, after which no other request is sent', async () => {
    const at = stripeDriver({
      ...settings().stripe,
      secretKey: 'sk_live_1234567890',
      mode: 'sandbox',
      appId: 'tollgate',
    });
    const findings = await checkProvider(at);
    expect(findings).toHaveLength(1);
    expect(fault(findings, 'stripe key')).toContain('Set STRIPE_SECRET_KEY');
  });

  test('a price that was archived, that costs something else, or that this database does not have', async () => {
    const price = await db().providerPrice.findFirstOrThrow({
      where: { provider: 'stripe', sku: 'starter_month', currency: 'USD', active: true },
    });
    await db().providerPrice.delete({ where: { id: price.id } });
    expect(fault(await check(), 'stripe prices')).toContain('starter_month USD is not known to this database');
    await stripe().prices.update(price.externalId, { active: false });
    expect(fault(await check(), 'stripe prices')).toContain('starter_month USD is not on sale');
    await stripe().prices.create({
      ...{
        product: price.productExternalId ?? '',
        currency: 'usd',
        unit_amount: 1234,
        recurring: { interval: 'month' },
      },
      ...{ lookup_key: 'tollgate_starter_month_usd', transfer_lookup_key: true },
      metadata: { app_id: 'tollgate', sku: 'starter_month' },
    });
    expect(fault(await check(), 'stripe prices')).toContain('starter_month USD costs 1234, not 900');
  });

  test('a billing portal in which customers could change plans', async () => {
    const { data } = await stripe().billingPortal.configurations.list({ active: true });
    const ours = data.find(({ metadata }) => metadata?.app_id === 'tollgate');
    await stripe().billingPortal.configurations.update(ours?.id ?? '', { active: false });
    expect(fault(await check(), 'stripe portal')).toContain('failure: not set up');
  });
});

describe('a fault at Dodo', () => {
  const endpoint = async () => {
    for await (const found of dodo().webhooks.list()) if (found.url === endpointUrl('dodo')) return found.id;
    throw new Error('billing:push makes an endpoint');
  };

  test('an endpoint that is disabled or has a missing event', async () => {
    await dodo().webhooks.update(await endpoint(), { disabled: true });
    expect(fault(await checkProvider(driver('dodo')), 'dodo endpoint')).toContain('is disabled');
    await dodo().webhooks.update(await endpoint(), { disabled: false, filter_types: ['payment.succeeded'] });
    expect(fault(await checkProvider(driver('dodo')), 'dodo events')).toContain('subscription.renewed');
  });

  test('an invalid key or secret', async () => {
    const { dodo: right } = settings();
    const wrong = { ...right, webhookKeys: ['whsec_wrong'], mode: 'sandbox', appId: 'tollgate' } as const;
    const findings = await checkProvider(dodoDriver({ ...wrong, now: async () => new Date() }));
    expect(fault(findings, 'dodo secret')).toContain('failure: DODO_PAYMENTS_WEBHOOK_KEY');
    await fetch(`${sandbox.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: '401', provider: 'dodo' }),
    });
    expect(fault(await checkProvider(driver('dodo')), 'dodo key')).toContain('Set DODO_PAYMENTS_API_KEY');
  });

  test('a product that was archived', async () => {
    const [price] = await db().providerPrice.findMany({ where: { provider: 'dodo', active: true }, take: 1 });
    await dodo().products.archive(price?.externalId ?? '');
    expect(fault(await checkProvider(driver('dodo')), 'dodo prices')).toContain(
      `${price?.sku} ${price?.currency} is not on sale`,
    );
  });
});

describe('a fault of this server', () => {
  test('its clock', async () => {
    const now = await timeAt(sandbox.url);
    expect(checkClock('stripe', now, now + 5_000).level).toBe('ok');
    expect(checkClock('stripe', now, now - 60_000).level).toBe('warning');
    expect(checkClock('stripe', now, now + 400_000)).toMatchObject({
      level: 'failure',
      found: expect.stringContaining('400 seconds'),
    });
  });

  test('jobs that are late or never ran, also where a platform runs them once a day', async () => {
    const now = new Date();
    const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    expect(checkJob('billing', ago(2), now, false).level).toBe('ok');
    expect(checkJob('billing', ago(30), now, false)).toMatchObject({
      level: 'failure',
      found: 'last ran 30 minutes ago',
    });
    expect(checkJob('billing', ago(20 * 60), now, true).level).toBe('ok');
    expect(checkJob('billing', ago(30 * 60), now, true).level).toBe('failure');
    expect(checkJob('reconcile', ago(4 * 24 * 60), now, false).level).toBe('failure');
    expect(checkJob('cleanup', null, now, false)).toMatchObject({ level: 'warning', found: 'has never run' });
  });

  test('a pending or failed migration, and a database that is ahead', async () => {
    const check = async (expected: string[]) => fault(await checkDatabase(expected), 'migrations');
    expect(await check([...migrations, '29991231000000_next'])).toContain('failure: pending: 29991231000000_next');
    expect(await check(migrations.slice(0, -1))).toContain('warning: the database is ahead of this version');
    await db()
      .$executeRaw`UPDATE "_prisma_migrations" SET finished_at = NULL WHERE migration_name = ${migrations.at(-1)}`;
    expect(await check(migrations)).toContain(`failure: failed: ${migrations.at(-1)}`);
    await db().$executeRaw`UPDATE "_prisma_migrations" SET finished_at = now() WHERE finished_at IS NULL`;
  });

  test('an old PostgreSQL', () => {
    expect([180_004, 140_000, 120_003].map((version) => checkVersion(version).level)).toEqual([
      'ok',
      'warning',
      'failure',
    ]);
  });

  test('a mail server that does not answer, and alerts that wait', async () => {
    await db().alert.create({ data: { key: 'doctor', kind: 'needs a person', detail: {} } });
    expect(fault(await checkWork(new Date(), false), 'alerts')).toContain('warning: 1 open alert');
    await db().alert.deleteMany();
    // The mailbox is gone.
    const { smtpUrl } = env();
    Object.assign(env(), { smtpUrl: 'smtp://127.0.0.1:1' });
    expect(fault(await checkWork(new Date(), false), 'mail')).toContain('failure: ');
    Object.assign(env(), { smtpUrl });
  });
});

describe('npm run doctor', () => {
  const run = (change: Record<string, string>) =>
    runNode(tsx('scripts/doctor.ts'), { env: { ...process.env, ...change } });

  test('exits with 0 when nothing failed', async () => {
    const { code, output } = await run({});
    expect(output).toMatch(/ok {4}stripe key +accepted, sandbox mode/);
    expect(output).toMatch(/\d+ ok, 1 warning, 0 failed\.\n$/);
    expect(code).toBe(0);
  });

  test('exits with 1 when something did, or a variable is wrong', async () => {
    await db().providerPrice.deleteMany();
    expect(await run({})).toMatchObject({ code: 1, output: expect.stringContaining('Run: npm run billing:push') });
    const invalid = await run({ AUTH_SECRET: 'short' });
    expect(invalid).toMatchObject({
      code: 1,
      output: expect.stringMatching(/FAIL {2}environment +AUTH_SECRET is too short/),
    });
  });
});

test('webhooks that wait for a provider without keys are reported', async () => {
  expect(await checkWithoutKeys()).toMatchObject({ level: 'ok' });
  const event = { mode: 'sandbox', status: 'received', type: 'subscription.active', payload: {} } as const;
  await db().webhookEvent.create({ data: { ...event, provider: 'dodo', eventId: 'evt_left', occurredAt: new Date() } });
  const { dodo } = env().payments;
  Object.assign(env().payments, { dodo: null });
  const found = await checkWithoutKeys();
  Object.assign(env().payments, { dodo });
  await db().webhookEvent.deleteMany();
  expect(found).toMatchObject({ level: 'warning', found: expect.stringContaining('1 of dodo') });
});
