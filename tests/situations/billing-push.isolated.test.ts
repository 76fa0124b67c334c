import { type Sandbox, startSandbox } from '@tollgate/sandbox';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { priceSpecs, pushCatalog } from '@/lib/billing/catalog/push';
import { endpointUrl, pushEndpoints } from '@/lib/billing/catalog/push-endpoints';
import { driver } from '@/lib/billing/providers';
import { dodoClient } from '@/lib/billing/providers/dodo/client';
import { dodoDriver } from '@/lib/billing/providers/dodo/driver';
import { EVENT_TYPES as DODO_TYPES, HANDLED_TYPES } from '@/lib/billing/providers/dodo/events';
import { PushRun } from '@/lib/billing/providers/push-run';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { stripeDriver } from '@/lib/billing/providers/stripe/driver';
import { EVENT_TYPES } from '@/lib/billing/providers/stripe/events';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ secret: process.env.SANDBOX_SECRET ?? '' });
  process.env.SANDBOX_URL = sandbox.url;
});
beforeEach(() => sandbox.world.reset());
afterAll(() => sandbox.close());

function settings() {
  const { stripe, dodo } = env().payments;
  if (stripe === null || dodo === null) throw new Error('The sandbox speaks for both providers');
  return { stripe, dodo };
}
const stripe = () => stripeClient(settings().stripe);
const dodo = () => dodoClient(settings().dodo);
/** The server after its operator has set another secret. */
const withSecrets = (...secrets: string[]) => ({
  stripe: stripeDriver({ ...settings().stripe, webhookSecrets: secrets, mode: 'sandbox', appId: 'tollgate' }),
  dodo: dodoDriver({
    ...{ ...settings().dodo, webhookKeys: secrets, mode: 'sandbox', appId: 'tollgate' },
    now: async () => new Date(),
  }),
});

async function push(provider: Provider, { dryRun = false, secrets = [] as string[] } = {}) {
  const run = new PushRun(dryRun);
  const pushed = await withSecrets(...secrets)[provider].pushEndpoint(endpointUrl(provider), run);
  return { ...pushed, changes: run.changes };
}
const find = (provider: Provider, ...secrets: string[]) =>
  withSecrets(...secrets)[provider].findEndpoint(endpointUrl(provider));

describe('the webhook endpoint at Stripe', () => {
  test('is created with exactly the handled events and the API version of the SDK, and its secret is shown once', async () => {
    const { secret, externalId, changes } = await push('stripe');
    expect(secret).toMatch(/^whsec_/);
    expect(changes).toHaveLength(1);
    const made = await stripe().webhookEndpoints.retrieve(externalId ?? '');
    expect(made).toMatchObject({ api_version: Stripe.API_VERSION, url: endpointUrl('stripe'), status: 'enabled' });
    expect([...made.enabled_events].sort()).toEqual([...EVENT_TYPES].sort());
    expect(JSON.stringify(made)).not.toContain(secret);
    expect(await push('stripe', { secrets: [secret ?? ''] })).toEqual({ secret: null, externalId, changes: [] });
    expect(await find('stripe', 'whsec_other')).toMatchObject({ secretFits: false });
    expect(await find('stripe', 'whsec_other', secret ?? '')).toMatchObject({
      ...{ secretFits: true, missing: [], extra: [], enabled: true },
    });
  });

  test('that was disabled, or sends too many or too few events, is updated and keeps its secret', async () => {
    const { externalId, secret } = await push('stripe');
    for (const wrong of [
      { disabled: true },
      { enabled_events: ['*' as const] },
      { enabled_events: ['invoice.paid' as const, 'product.created' as const] },
    ]) {
      await stripe().webhookEndpoints.update(externalId ?? '', wrong);
      expect((await push('stripe', { dryRun: true, secrets: [secret ?? ''] })).changes).toHaveLength(1);
      expect(await push('stripe', { secrets: [secret ?? ''] })).toMatchObject({ secret: null, externalId });
      const { status, enabled_events } = await stripe().webhookEndpoints.retrieve(externalId ?? '');
      expect({ status, events: enabled_events.length }).toEqual({ status: 'enabled', events: EVENT_TYPES.length });
    }
  });

  test('of another API version keeps delivering until the secret of its successor is configured', async () => {
    const old = await stripe().webhookEndpoints.create({
      ...{ url: endpointUrl('stripe'), enabled_events: ['*'], api_version: '2024-06-20' },
    });
    const statusOfOld = async () => (await stripe().webhookEndpoints.retrieve(old.id)).status;
    const { secret, externalId } = await push('stripe', { secrets: [old.secret ?? ''] });
    expect(externalId).not.toBe(old.id);
    expect(await statusOfOld()).toBe('enabled');
    expect(await push('stripe', { secrets: [old.secret ?? ''] })).toMatchObject({ externalId, changes: [] });
    expect(await statusOfOld()).toBe('enabled');
    const both = [secret ?? '', old.secret ?? ''];
    expect((await push('stripe', { secrets: both })).changes).toEqual([
      expect.stringContaining(`disable the webhook endpoint ${old.id}`),
    ]);
    expect(await statusOfOld()).toBe('disabled');
    expect((await push('stripe', { secrets: both })).changes).toEqual([]);
  });

  test('of another deployment on the same account is left alone', async () => {
    const other = await stripe().webhookEndpoints.create({
      ...{ url: 'https://preview.example.test/api/webhooks/stripe', enabled_events: ['invoice.paid'] },
      metadata: { app_id: 'tollgate' },
    });
    const { externalId } = await push('stripe');
    expect(externalId).not.toBe(other.id);
    expect(await stripe().webhookEndpoints.retrieve(other.id)).toEqual({ ...other, secret: undefined });
  });
});

describe('the webhook endpoint at Dodo', () => {
  test('is created with the events that concern us, and is updated', async () => {
    const { secret, externalId } = await push('dodo');
    expect(secret).toMatch(/^whsec_/);
    const made = await dodo().webhooks.retrieve(externalId ?? '');
    expect([...(made.filter_types ?? [])].sort()).toEqual([...HANDLED_TYPES].sort());
    expect(HANDLED_TYPES).toContain('subscription.renewed');
    expect(DODO_TYPES.filter((type) => !HANDLED_TYPES.includes(type))).toContain('payout.success');
    expect(await push('dodo')).toEqual({ secret: null, externalId, changes: [] });
    expect(await find('dodo', secret ?? '')).toMatchObject({ secretFits: true, missing: [], extra: [], version: null });
    expect(await find('dodo', 'whsec_other')).toMatchObject({ secretFits: false });

    await dodo().webhooks.update(externalId ?? '', { disabled: true, filter_types: ['payment.succeeded'] });
    expect(await find('dodo', secret ?? '')).toMatchObject({ enabled: false });
    expect((await push('dodo', { dryRun: true })).changes).toHaveLength(1);
    expect(await dodo().webhooks.retrieve(externalId ?? '')).toMatchObject({ disabled: true });
    expect((await push('dodo')).changes).toHaveLength(1);
    expect(await find('dodo', secret ?? '')).toMatchObject({ enabled: true, missing: [], extra: [] });
  });
});

describe('billing:push', () => {
  test('creates an endpoint at each provider, and the second run changes nothing at all', async () => {
    const once = { stripe: new PushRun(), dodo: new PushRun() };
    await pushCatalog((provider) => once[provider]);
    expect((await pushEndpoints((provider) => once[provider])).map(({ provider }) => provider)).toEqual([
      'stripe',
      'dodo',
    ]);
    expect(once.stripe.changes.length).toBeGreaterThan(priceSpecs('stripe').length);
    const twice = { stripe: new PushRun(), dodo: new PushRun() };
    await pushCatalog((provider) => twice[provider]);
    await pushEndpoints((provider) => twice[provider]);
    expect([twice.stripe.changes, twice.dodo.changes]).toEqual([[], []]);
    expect(await driver('stripe').portalIsPushed()).toBe(true);
  });

  test('with --dry-run prints the same changes and makes none, here or there', async () => {
    await db().providerPrice.deleteMany();
    const dry = { stripe: new PushRun(true), dodo: new PushRun(true) };
    expect(await pushCatalog((provider) => dry[provider])).toEqual([]);
    await pushEndpoints((provider) => dry[provider]);
    expect(await db().providerPrice.count()).toBe(0);
    expect((await stripe().products.list()).data).toEqual([]);
    expect((await dodo().products.list()).items).toEqual([]);
    const real = { stripe: new PushRun(), dodo: new PushRun() };
    await pushCatalog((provider) => real[provider]);
    await pushEndpoints((provider) => real[provider]);
    expect([dry.stripe.changes, dry.dodo.changes]).toEqual([real.stripe.changes, real.dodo.changes]);
  });

  test('reports that an archived price is sold again, and which portal was changed', async () => {
    await pushCatalog();
    const [price] = (await stripe().prices.list({ active: true, limit: 1 })).data;
    await stripe().prices.update(price?.id ?? '', { active: false });
    const [portal] = (await stripe().billingPortal.configurations.list({ active: true })).data.filter(
      ({ metadata }) => metadata?.app_id === 'tollgate',
    );
    await stripe().billingPortal.configurations.update(portal?.id ?? '', {
      features: { subscription_cancel: { enabled: false } },
    });
    expect(await driver('stripe').portalIsPushed()).toBe(false);
    const run = new PushRun();
    await pushCatalog((provider) => (provider === 'stripe' ? run : new PushRun()));
    expect(run.changes).toEqual([
      expect.stringContaining(`sell the archived price ${price?.id} again`),
      expect.stringContaining(`update the billing portal configuration ${portal?.id}`),
    ]);
  });

  test('prints a new secret once, with its variable, and with --dry-run what it would do', async () => {
    const run = (...args: string[]) => runNode([...tsx('scripts/billing-push.ts'), ...args], { env: process.env });
    const dry = await run('--dry-run');
    expect(dry).toMatchObject({ code: 0, output: expect.stringContaining('stripe: would create a webhook endpoint') });
    expect(dry.output).not.toContain('whsec_');
    const first = await run();
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/^STRIPE_WEBHOOK_SECRET=whsec_\w+$/m) });
    expect(first.output).toMatch(/^DODO_PAYMENTS_WEBHOOK_KEY=whsec_\S+$/m);
    const second = await run();
    expect(second.output).toContain('Everything at the providers is up to date.');
    expect(second.output).not.toContain('whsec_');
  });
});
