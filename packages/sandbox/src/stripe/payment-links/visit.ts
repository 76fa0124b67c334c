import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { CheckoutSessionRecord } from '../billing-tables';
import { createCheckout } from '../checkout/create-call';
import { linkMode, linkParams, linkTable } from './record';

/** Query parameters of a link (docs: "Customize checkout for payment links", URL parameters). */
export interface Visit {
  client_reference_id?: string | undefined;
  prefilled_email?: string | undefined;
}

/**
 * Opens a link: creates a Checkout Session. A link has no customer, so the payment creates one.
 * @throws 400 for a deactivated link
 */
export function visitLink(ctx: StripeContext, id: string, visit: Visit): CheckoutSessionRecord {
  const link = ctx.need(linkTable(ctx), 'payment_link', id);
  if (!link.active) throw invalidRequest(link.inactive_message ?? 'The link is no longer active.');
  const params = linkParams(ctx, id);
  const mode = linkMode(ctx, params);
  const session = createCheckout(ctx, {
    mode,
    allow_promotion_codes: link.allow_promotion_codes,
    client_reference_id: visit.client_reference_id,
    customer_email: visit.prefilled_email,
    line_items: params.line_items,
    metadata: link.metadata,
    success_url: link.after_completion.redirect?.url ?? `${link.url}/thanks`,
    ...(mode === 'payment'
      ? { customer_creation: always(link.customer_creation), payment_intent_data: params.payment_intent_data }
      : {
          payment_method_collection: always(link.payment_method_collection),
          subscription_data: params.subscription_data,
        }),
  });
  return ctx.tables.checkoutSessions.put(session.id, { ...session, payment_link: id });
}

const always = (requested: string) => (requested === 'always' ? ('always' as const) : ('if_required' as const));
