/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { ButtonLink, Notice } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { portalCancel } from './portal-cancel';
import { portalDetails } from './portal-details';
import { portalHome, portalPage } from './portal-home';
import { portalMethod } from './portal-method';
import { portalPlan } from './portal-plan';
import { type Visit, visitOf } from './portal-session';

const home = '/pay/stripe/portal/:session';

/** The billing portal, and its flows when a session was created for one. */
export function portalPages(ctx: StripeContext): Hono {
  const app = new Hono();
  app.get(home, (http) => {
    const visit = visitOf(ctx, http);
    const flow = flowPath(visit);
    if (flow !== null && http.req.query('home') === undefined) return http.redirect(flow, 303);
    return http.html(portalHome(ctx, visit));
  });
  app.get(`${home}/done`, (http) => {
    const visit = visitOf(ctx, http);
    const message = visit.session.flow?.after_completion.hosted_confirmation?.custom_message;
    return http.html(
      portalPage(
        visit,
        'Done',
        <>
          <Notice tone="good">{message ?? 'Your change is saved.'}</Notice>
          <ButtonLink href={`${visit.home}?home`}>Billing</ButtonLink>
        </>,
      ),
    );
  });
  app.route('/', portalCancel(ctx));
  app.route('/', portalMethod(ctx));
  app.route('/', portalDetails(ctx));
  app.route('/', portalPlan(ctx));
  return app;
}

/** The first page of a session with a flow. */
function flowPath({ session, home: start }: Visit): string | null {
  const { flow } = session;
  if (!flow) return null;
  const confirm = flow.subscription_update_confirm;
  const [item] = confirm?.items ?? [];
  switch (flow.type) {
    case 'payment_method_update':
      return `${start}/payment-method`;
    case 'customer_update':
      return `${start}/details`;
    case 'subscription_cancel':
      return `${start}/cancel/${flow.subscription_cancel?.subscription}`;
    case 'subscription_update':
      return `${start}/plan/${flow.subscription_update?.subscription}`;
    case 'subscription_update_confirm':
      return `${start}/plan/${confirm?.subscription}?price=${item?.price}&quantity=${item?.quantity ?? ''}`;
    default:
      return null;
  }
}
