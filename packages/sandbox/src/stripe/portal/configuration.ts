import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { PortalConfigurationRecord } from '../billing-tables';
import type { configurationFields } from './fields';

export type ConfigurationParams = ParamsOf<typeof configurationFields>;
type Features = PortalConfigurationRecord['features'];
type Params = NonNullable<ConfigurationParams['features']>;

const off: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    products: [],
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
};

const defined = <T extends object>(value: T | undefined): Partial<T> =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, it]) => it !== undefined)) as Partial<T>;

/** The features with the settings from a request. */
export function featuresWith(base: Features, requested: Params | undefined): Features {
  if (!requested) return base;
  const { subscription_cancel: cancel, subscription_update: update } = requested;
  return {
    customer_update: {
      ...base.customer_update,
      ...(requested.customer_update
        ? {
            enabled: requested.customer_update.enabled,
            allowed_updates: requested.customer_update.allowed_updates ?? base.customer_update.allowed_updates,
          }
        : {}),
    },
    invoice_history: { ...base.invoice_history, ...defined(requested.invoice_history) },
    payment_method_update: {
      ...base.payment_method_update,
      ...(requested.payment_method_update ? { enabled: requested.payment_method_update.enabled } : {}),
    },
    subscription_cancel: cancel
      ? {
          cancellation_reason: cancel.cancellation_reason
            ? {
                enabled: cancel.cancellation_reason.enabled,
                feedback_options: null,
                options: cancel.cancellation_reason.options ?? base.subscription_cancel.cancellation_reason.options,
              }
            : base.subscription_cancel.cancellation_reason,
          enabled: cancel.enabled,
          mode: cancel.mode ?? base.subscription_cancel.mode,
          proration_behavior: cancel.proration_behavior ?? base.subscription_cancel.proration_behavior,
        }
      : base.subscription_cancel,
    subscription_pause: {
      ...base.subscription_pause,
      ...(requested.subscription_pause ? { enabled: requested.subscription_pause.enabled } : {}),
    },
    subscription_update: update
      ? {
          billing_cycle_anchor: update.billing_cycle_anchor ?? base.subscription_update.billing_cycle_anchor,
          default_allowed_updates: update.default_allowed_updates ?? base.subscription_update.default_allowed_updates,
          enabled: update.enabled,
          products:
            update.products?.map(({ prices, product, adjustable_quantity: adjustable }) => ({
              adjustable_quantity: {
                enabled: adjustable?.enabled ?? false,
                maximum: adjustable?.maximum ?? null,
                minimum: adjustable?.minimum ?? 1,
              },
              prices,
              product,
            })) ??
            base.subscription_update.products ??
            [],
          proration_behavior: update.proration_behavior ?? base.subscription_update.proration_behavior,
          schedule_at_period_end: update.schedule_at_period_end
            ? { conditions: update.schedule_at_period_end.conditions ?? [] }
            : base.subscription_update.schedule_at_period_end,
          trial_update_behavior: update.trial_update_behavior ?? base.subscription_update.trial_update_behavior,
        }
      : base.subscription_update,
  };
}

/**
 * Stores a new configuration of the portal. Emits `billing_portal.configuration.created` unless it is the default one.
 */
export function createConfiguration(
  ctx: StripeContext,
  params: ConfigurationParams,
  isDefault = false,
): PortalConfigurationRecord {
  const id = newId('portal_configuration');
  const now = ctx.now();
  const profile = params.business_profile;
  const made = ctx.tables.portalConfigurations.put(id, {
    id,
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: {
      headline: profile?.headline ?? null,
      privacy_policy_url: profile?.privacy_policy_url ?? null,
      terms_of_service_url: profile?.terms_of_service_url ?? null,
    },
    created: now,
    default_return_url: params.default_return_url ?? null,
    features: featuresWith(off, params.features),
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: params.login_page?.enabled ?? false, url: null },
    metadata: mergeMetadata(null, params.metadata),
    name: params.name ?? null,
    updated: now,
  });
  if (!isDefault) ctx.emit('billing_portal.configuration.created', made);
  return made;
}

/** The default configuration. Real accounts have none until one is saved; here it always exists. */
export function defaultConfiguration(ctx: StripeContext): PortalConfigurationRecord {
  for (const known of ctx.tables.portalConfigurations.oldestFirst()) if (known.is_default) return known;
  const enabled = true;
  return createConfiguration(
    ctx,
    {
      features: {
        customer_update: { allowed_updates: ['email', 'name'], enabled },
        invoice_history: { enabled },
        payment_method_update: { enabled },
        subscription_cancel: {
          cancellation_reason: {
            enabled,
            options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
          },
          enabled,
          mode: 'at_period_end',
        },
      },
    },
    true,
  );
}
