/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { layout, Notice } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { StripeFault } from '../api/errors';
import { challengePages } from './challenge';
import { checkoutPages } from './checkout-routes';
import { billingControl } from './control';
import { invoicePages } from './invoice-routes';
import { linkPages } from './link-routes';
import { portalPages } from './portal-routes';
import { receiptPages } from './receipt';

/** All hosted pages of the Stripe part, and the control routes that do the same by API. */
export function pages(ctx: StripeContext): Hono {
  const app = new Hono();
  app.route('/', checkoutPages(ctx));
  app.route('/', linkPages(ctx));
  app.route('/', challengePages(ctx));
  app.route('/', invoicePages(ctx));
  app.route('/', portalPages(ctx));
  app.route('/', receiptPages(ctx));
  app.route('/', billingControl(ctx));
  app.onError((error, http) => {
    if (!(error instanceof StripeFault)) throw error;
    const status = error.status === 404 ? 404 : 400;
    return http.html(
      layout('Not possible', <Notice tone="bad">{error.message}</Notice>, { provider: 'stripe' }),
      status,
    );
  });
  return app;
}
