import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { driver } from '@/lib/billing/providers';
import { receive } from '@/lib/billing/webhooks/inbox';
import type { SyncTargetRef } from '@/lib/billing/webhooks/lease';
import { processTarget } from '@/lib/billing/webhooks/process-target';
import { db } from '@/lib/db';
import { ledgerOf, newCustomer, open, pay } from '../../fixtures/customer';
import { drainBilling } from '../../fixtures/drain';
import { interceptSteps, killedBeforeStep } from '../../fixtures/killed';
import { PROVIDERS } from '../../fixtures/providers';
import { startWorld, type TestWorld, type Webhook } from '../../fixtures/world';

// Receive, process, email: killed before every single statement and request, and continued by another server.

let world: TestWorld;
beforeAll(async () => {
  interceptSteps();
  world = await startWorld();
  // Time is frozen, so that no two purchases differ.
  await world.control('clock', { freeze: true });
});
afterEach(() => {
  world.kept = null;
});

/** What a server does with the webhooks of a purchase. */
async function serve(webhooks: readonly Webhook[]): Promise<void> {
  const targets = new Map<string, SyncTargetRef>();
  for (const { provider, body, headers } of webhooks) {
    const { target } = await receive(provider, body, headers);
    if (target !== null) targets.set(target.id, { provider, mode: driver(provider).mode, ...target });
  }
  for (const target of targets.values()) await processTarget(target);
  await drainBilling();
}

async function purchase(provider: 'stripe' | 'dodo') {
  const user = await newCustomer();
  const checkout = await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  const webhooks: Webhook[] = [];
  world.kept = webhooks;
  await pay(world, checkout);
  await world.control('deliveries/idle', {});
  world.kept = null;
  return { user, webhooks };
}

/** Skips a minute of real time, in which dead processes' leases expire and Stripe and Dodo resend what was not accepted. */
async function aMinuteLater(webhooks: readonly Webhook[]): Promise<void> {
  const over = new Date(0);
  await db().syncTargetLease.updateMany({ data: { until: over } });
  await db().email.updateMany({ where: { status: 'sending' }, data: { leaseUntil: over } });
  await db().webhookEvent.updateMany({ where: { status: 'failed' }, data: { nextAttemptAt: over } });
  await serve(webhooks);
}

/** Everything the ledger has about a customer, without the ids that differ between purchases. */
async function ledger(userId: string): Promise<string> {
  const all = JSON.stringify(await ledgerOf(userId), (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  return all
    .replaceAll(/"invoices":\["[^"]*"\]/g, '"invoices":["…"]')
    .replaceAll(/"(externalId|invoiceExternalId|priceExternalId|description)":"[^"]*"/g, '"$1":"…"');
}

describe.each(PROVIDERS)('a purchase through %s', (provider) => {
  test('invariant 4: killed at any step and continued, it ends as if nothing had happened', async () => {
    const undisturbed = await purchase(provider);
    const steps = await killedBeforeStep(0, () => serve(undisturbed.webhooks));
    const expected = await ledger(undisturbed.user.id);
    expect(steps.length).toBeGreaterThan(30);
    for (const wanted of [
      /INSERT INTO "WebhookEvent"/,
      /INSERT INTO "RootLease"/,
      /SET status = 'processing'/,
      /nextval\('sync_ticket'\)/,
      /^GET .*subscriptions/,
      /BEGIN/,
      /pg_try_advisory_xact_lock/,
      /INSERT INTO .*"Subscription"/,
      /INSERT INTO .*"SubscriptionTransition"/,
      /INSERT INTO .*"Payment"/,
      /INSERT INTO .*"Email"/,
      /UPDATE .*"WebhookEvent"/,
      /COMMIT/,
      /DELETE FROM .*"RootLease"/,
      /UPDATE "Email" SET status = 'sending'/,
      /UPDATE .*"Email"/,
    ]) {
      expect(
        steps.some((step) => wanted.test(step)),
        `no step ${wanted}`,
      ).toBe(true);
    }
    for (const [index, step] of steps.entries()) {
      const { user, webhooks } = await purchase(provider);
      await killedBeforeStep(index + 1, () => serve(webhooks));
      await aMinuteLater(webhooks);
      expect({ step, ledger: await ledger(user.id) }).toEqual({ step, ledger: expected });
      const emails = await db().email.findMany({ where: { userId: user.id } });
      expect(emails.map(({ kind, status }) => `${step}: ${kind} ${status}`)).toEqual([`${step}: receipt sent`]);
    }
    expect(await db().webhookEvent.count({ where: { status: { notIn: ['processed', 'ignored'] } } })).toBe(0);
    console.log(`${provider}: killed before each of ${steps.length} steps`);
  });
});
