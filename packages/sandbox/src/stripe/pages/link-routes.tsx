/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { layout, Notice } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { checkoutUrl } from '../checkout/serialize';
import { visitLink } from '../payment-links/visit';

/** The URL of a payment link: creates a Checkout Session, and thanks the customer if the link has no redirect URL. */
export function linkPages(ctx: StripeContext): Hono {
  const app = new Hono().basePath('/pay/stripe/link');
  app.get('/:id', (http) => {
    const { client_reference_id, prefilled_email } = http.req.query();
    const session = visitLink(ctx, http.req.param('id'), { client_reference_id, prefilled_email });
    return http.redirect(checkoutUrl(ctx, session.id), 303);
  });
  app.get('/:id/thanks', (http) =>
    http.html(layout('Thank you', <Notice tone="good">Thank you for your payment.</Notice>, { provider: 'stripe' })),
  );
  return app;
}
