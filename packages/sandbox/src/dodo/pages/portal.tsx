/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono';
import { layout } from '../../engine/page';
import { DodoError } from '../api/errors';
import { portalOf } from '../customers/portal-session';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { PortalSessionRecord } from '../records/customer';
import type { SubscriptionRecord } from '../records/subscription';
import { update, updateBody } from '../subscriptions/update';
import { updateMethod } from '../subscriptions/update-method';
import { type Form, readForm } from './form';
import { ClosedPage } from './outcome-view';
import { portalData } from './portal-data';
import { PortalPage } from './portal-view';

const base = '/pay/dodo/portal/:token';

/** The customer portal: subscriptions, cards, payments. The token in the URL authenticates the customer. */
export function portalPages(dodo: Dodo): Hono {
  const app = new Hono();

  app.get('/pay/dodo/portal', (c) =>
    c.redirect(`/pay/dodo/portal/${encodeURIComponent(c.req.query('token') ?? 'none')}`, 303),
  );

  app.get(base, (c) => {
    const session = portalOf(dodo, c.req.param('token'));
    if (!session) return c.html(over(), 404);
    const page = (
      <PortalPage
        path={pathOf(session)}
        customer={need(dodo.tables.customers, session.customerId)}
        returnUrl={session.returnUrl}
        problem={c.req.query('problem') ?? null}
        done={c.req.query('done') ?? null}
        {...portalData(dodo, session.customerId)}
      />
    );
    return c.html(layout('Your purchases', page, { provider: 'dodo', width: 'wide' }));
  });

  const post = (
    action: string,
    handle: (row: SubscriptionRecord, form: Form, session: PortalSessionRecord) => { done: string } | { to: string },
  ): void => {
    app.post(`${base}/subscriptions/:id/${action}`, async (c) => {
      const session = portalOf(dodo, c.req.param('token'));
      const row = dodo.tables.subscriptions.get(c.req.param('id'));
      if (!session || row?.customerId !== session.customerId) return c.html(over(), 404);
      return answer(c, session, await readForm(c), (form) => handle(row, form, session));
    });
  };

  post('cancel', (row, form) => {
    const feedback = updateBody.shape.cancellation_feedback.safeParse(form.feedback || null);
    const reason = {
      cancel_reason: 'cancelled_by_customer' as const,
      cancellation_feedback: feedback.success ? feedback.data : null,
      cancellation_comment: form.comment || null,
    };
    if (form.when === 'now') {
      update(dodo, row, { status: 'cancelled', ...reason });
      return { done: 'Your subscription is canceled.' };
    }
    update(dodo, row, { cancel_at_next_billing_date: true, ...reason });
    return { done: 'Your subscription ends at the next billing date.' };
  });

  post('keep', (row) => {
    update(dodo, row, { cancel_at_next_billing_date: false });
    return { done: 'Your subscription continues.' };
  });

  post('card', (row, _form, session) => {
    const { link } = updateMethod(dodo, row, { type: 'new', return_url: `${dodo.world.config.url}${pathOf(session)}` });
    return { to: link ?? pathOf(session) };
  });

  return app;
}

function answer(
  c: Context,
  session: PortalSessionRecord,
  form: Form,
  handle: (form: Form) => { done: string } | { to: string },
): Response {
  try {
    const result = handle(form);
    return c.redirect('to' in result ? result.to : `${pathOf(session)}?${new URLSearchParams(result)}`, 303);
  } catch (error) {
    if (!(error instanceof DodoError)) throw error;
    return c.redirect(`${pathOf(session)}?${new URLSearchParams({ problem: error.message })}`, 303);
  }
}

const pathOf = (session: PortalSessionRecord): string => `/pay/dodo/portal/${session.token}`;

function over(): string {
  const view = (
    <ClosedPage title="This link has expired" text="Please contact the seller for a new link." href={null} />
  );
  return layout('Link expired', view, { provider: 'dodo' });
}
