import type Stripe from 'stripe';
import { METADATA, metadataValue } from '../metadata';
import { isAsWanted, type PushRun } from '../push-run';
import { acting, reading } from './errors';

/** A fresh link to Stripe's billing portal, with our own configuration once `billing:push` has created it. */
export async function portalUrl(stripe: Stripe, appId: string, customer: string, returnUrl: string): Promise<string> {
  const configuration = await ownConfiguration(stripe, appId);
  const session = await acting(() =>
    stripe.billingPortal.sessions.create({
      customer,
      return_url: returnUrl,
      ...(configuration === null ? {} : { configuration: configuration.id }),
    }),
  );
  return session.url;
}

const CANCEL_REASONS: Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionCancel.CancellationReason.Option[] =
  ['too_expensive', 'missing_features', 'switched_service', 'unused', 'too_complex', 'low_quality', 'other'];

/**
 * What customers can do on their own. Plan changes go through our app, which shows the exact amount first; so does the
 * email address, because customers sign in with it.
 */
const FEATURES: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  customer_update: { enabled: true, allowed_updates: ['address', 'tax_id'] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: {
    enabled: true,
    mode: 'at_period_end',
    cancellation_reason: { enabled: true, options: CANCEL_REASONS },
  },
  subscription_update: { enabled: false },
};

/** Creates or updates our configuration; the account's other configurations stay unchanged. */
export async function pushPortal(stripe: Stripe, appId: string, run: PushRun): Promise<void> {
  const { configurations } = stripe.billingPortal;
  const configuration = await ownConfiguration(stripe, appId);
  const metadata = { [METADATA.app]: appId };
  if (configuration === null) {
    await run.change('create the billing portal configuration', () =>
      acting(() => configurations.create({ features: FEATURES, metadata })),
    );
  } else if (!isAsWanted(FEATURES, configuration.features)) {
    await run.change(`update the billing portal configuration ${configuration.id}`, () =>
      acting(() => configurations.update(configuration.id, { features: FEATURES })),
    );
  }
}

/** Whether our configuration exists and matches what `pushPortal` writes. */
export async function portalIsPushed(stripe: Stripe, appId: string): Promise<boolean> {
  const configuration = await ownConfiguration(stripe, appId);
  return configuration !== null && isAsWanted(FEATURES, configuration.features);
}

async function ownConfiguration(stripe: Stripe, appId: string): Promise<Stripe.BillingPortal.Configuration | null> {
  return reading(async () => {
    for await (const configuration of stripe.billingPortal.configurations.list({ active: true, limit: 100 })) {
      if (metadataValue(configuration.metadata, METADATA.app) === appId) return configuration;
    }
    return null;
  });
}
