import type { Context } from 'hono';
import type { StripeContext } from '../api/context';
import { resourceMissing } from '../api/errors';
import type { CustomerRecord } from '../api/tables';
import type { PortalConfigurationRecord, PortalSessionRecord, SubscriptionRecord } from '../billing-tables';

/** A portal session: its customer and configuration. */
export interface Visit {
  session: PortalSessionRecord;
  customer: CustomerRecord;
  features: PortalConfigurationRecord['features'];
  /** URL of the portal's home page. */
  home: string;
}

/** @throws 404 for a session that doesn't exist or whose customer was deleted */
export function visitOf(ctx: StripeContext, http: Context): Visit {
  const session = ctx.need(ctx.tables.portalSessions, 'billing portal session', http.req.param('session') ?? '');
  const customer = ctx.need(ctx.tables.customers, 'customer', session.customer);
  const { features } = ctx.need(ctx.tables.portalConfigurations, 'configuration', session.configuration);
  return { session, customer, features, home: `/pay/stripe/portal/${session.id}` };
}

/** The subscription in the URL. @throws 404 when it is another customer's or has ended */
export function subscriptionOf(ctx: StripeContext, http: Context, visit: Visit): SubscriptionRecord {
  const id = http.req.param('subscription') ?? '';
  const found = ctx.tables.subscriptions.get(id);
  if (!found || found.customer !== visit.customer.id || found.status === 'canceled')
    throw resourceMissing('subscription', id);
  return found;
}

/**
 * Where a completed flow redirects: as the session's flow says, else the portal's home page
 * (docs.stripe.com/customer-management/portal-deep-links).
 */
export function afterFlow(visit: Visit, type: string): string {
  const { flow } = visit.session;
  if (!flow || flow.type !== type) return `${visit.home}?home`;
  const { after_completion: after } = flow;
  if (after.type === 'redirect' && after.redirect) return after.redirect.return_url;
  return after.type === 'hosted_confirmation' ? `${visit.home}/done` : `${visit.home}?home`;
}
