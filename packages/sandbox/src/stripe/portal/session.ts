import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { ParamsOf } from '../api/params';
import type { PortalSessionRecord } from '../billing-tables';
import { defaultConfiguration } from './configuration';
import type { sessionFields } from './fields';

type SessionParams = ParamsOf<typeof sessionFields>;

export const portalUrl = (ctx: StripeContext, id: string): string => `${ctx.world.config.url}/pay/stripe/portal/${id}`;

/** `POST /v1/billing_portal/sessions`. Emits `billing_portal.session.created`. @throws 400 for invalid flows */
export function createPortalSession(ctx: StripeContext, params: SessionParams): PortalSessionRecord {
  if (params.customer === undefined) {
    throw invalidRequest('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer');
  const configuration =
    params.configuration === undefined
      ? defaultConfiguration(ctx)
      : ctx.need(ctx.tables.portalConfigurations, 'configuration', params.configuration, 'configuration');
  const id = newId('portal_session');
  const session = ctx.tables.portalSessions.put(id, {
    id,
    object: 'billing_portal.session',
    configuration: configuration.id,
    created: ctx.now(customer.id),
    customer: customer.id,
    customer_account: null,
    flow: flowOf(ctx, customer.id, params.flow_data),
    livemode: false,
    // The SDK lists the locales; any string is returned as sent.
    locale: (params.locale ?? null) as PortalSessionRecord['locale'],
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: portalUrl(ctx, id),
  });
  ctx.emit('billing_portal.session.created', session);
  return session;
}

function flowOf(ctx: StripeContext, customer: string, data: SessionParams['flow_data']): PortalSessionRecord['flow'] {
  if (!data) return null;
  const named =
    data.subscription_cancel ?? data.subscription_update ?? data.subscription_update_confirm ?? data.subscription_pause;
  if (data.type.startsWith('subscription_')) {
    if (!named || !(data.type in data)) {
      throw invalidRequest(`Missing required param: flow_data[${data.type}].`, {
        code: 'parameter_missing',
        param: `flow_data[${data.type}]`,
      });
    }
    const param = `flow_data[${data.type}][subscription]`;
    const subscription = ctx.need(ctx.tables.subscriptions, 'subscription', named.subscription, param);
    if (subscription.customer !== customer) {
      throw invalidRequest(`The subscription ${subscription.id} does not belong to the customer ${customer}.`, {
        param,
      });
    }
    if (
      data.type === 'subscription_cancel' &&
      (subscription.cancel_at !== null || subscription.status === 'canceled')
    ) {
      throw invalidRequest('The subscription is already set to cancel or has been canceled.', { param });
    }
  }
  const after = data.after_completion;
  const confirm = data.subscription_update_confirm;
  return {
    after_completion: {
      hosted_confirmation: after?.hosted_confirmation
        ? { custom_message: after.hosted_confirmation.custom_message ?? null }
        : null,
      redirect: after?.redirect ?? null,
      type: after?.type ?? 'portal_homepage',
    },
    customer_update: null,
    subscription_cancel: data.subscription_cancel
      ? { retention: null, subscription: data.subscription_cancel.subscription }
      : null,
    subscription_pause: data.subscription_pause ?? null,
    subscription_update: data.subscription_update ?? null,
    subscription_update_confirm: confirm
      ? {
          discounts: [],
          items: confirm.items.map(({ id, price, quantity }) => ({
            id,
            price: price ?? null,
            ...(quantity === undefined ? {} : { quantity }),
          })),
          subscription: confirm.subscription,
        }
      : null,
    type: data.type,
  };
}
