import type { Context } from 'hono';
import { resourceMissing } from '../api/errors';
import type { StripeContext } from '../api/kit';
import type { CustomerRecord } from '../api/tables';
import type { PortalConfigurationRecord, PortalSessionRecord, SubscriptionRecord } from '../billing-tables';

/** One visit to the portal: whose it is and what they may do there. */
export interface Visit {
  session: PortalSessionRecord;
  customer: CustomerRecord;
  features: PortalConfigurationRecord['features'];
  /** The address of the portal's first page. */
  home: string;
}

/** @throws 404 for a session that does not exist or whose customer is gone */
export function visitOf(ctx: StripeContext, http: Context): Visit {
  const session = ctx.need(ctx.tables.portalSessions, 'billing portal session', http.req.param('session') ?? '');
  const customer = ctx.need(ctx.tables.customers, 'customer', session.customer);
  const { features } = ctx.need(ctx.tables.portalConfigurations, 'configuration', session.configuration);
  return { session, customer, features, home: `/pay/stripe/portal/${session.id}` };
}

/** The subscription named in the address. @throws 404 when it is not this customer's or has ended */
export function subscriptionOf(ctx: StripeContext, http: Context, visit: Visit): SubscriptionRecord {
  const id = http.req.param('subscription') ?? '';
  const found = ctx.tables.subscriptions.get(id);
  if (!found || found.customer !== visit.customer.id || found.status === 'canceled')
    throw resourceMissing('subscription', id);
  return found;
}

/**
 * Where a finished flow leads: as the session's flow says, else the portal's first page
 * (docs.stripe.com/customer-management/portal-deep-links).
 */
export function afterFlow(visit: Visit, type: string): string {
  const { flow } = visit.session;
  if (!flow || flow.type !== type) return `${visit.home}?home`;
  const { after_completion: after } = flow;
  if (after.type === 'redirect' && after.redirect) return after.redirect.return_url;
  return after.type === 'hosted_confirmation' ? `${visit.home}/done` : `${visit.home}?home`;
}
