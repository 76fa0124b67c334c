/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { Button, ButtonLink, Notice, Panel } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { day } from '../invoices/format';
import { releaseSchedule } from '../schedules/release';
import { cancelCall } from '../subscriptions/cancel-call';
import { feedback as feedbackParam } from '../subscriptions/fields';
import { lastPeriodEnd } from '../subscriptions/items';
import { updateSubscription } from '../subscriptions/update-call';
import { field, readForm } from './form';
import { portalPage } from './portal-home';
import { afterFlow, subscriptionOf, visitOf } from './portal-session';

const REASONS: Record<string, string> = {
  customer_service: 'Customer service was less than expected',
  low_quality: 'Quality was less than expected',
  missing_features: 'I need more features',
  other: 'Other reason',
  switched_service: 'I found an alternative',
  too_complex: 'Ease of use was less than expected',
  too_expensive: 'It’s too expensive',
  unused: 'I no longer need it',
};

const base = '/pay/stripe/portal/:session';

/** Canceling with a reason, and undoing it. */
export function portalCancel(ctx: StripeContext): Hono {
  const app = new Hono();
  app.get(`${base}/cancel/:subscription`, (http) => {
    const visit = visitOf(ctx, http);
    const it = subscriptionOf(ctx, http, visit);
    const { mode, cancellation_reason } = visit.features.subscription_cancel;
    const end = it.status === 'trialing' && it.trial_end !== null ? it.trial_end : lastPeriodEnd(it);
    return http.html(
      portalPage(
        visit,
        'Cancel plan',
        <Panel>
          <Notice tone="warn">
            {mode === 'at_period_end'
              ? `Your plan stays active until ${day(end)}, then ends.`
              : 'Your plan will end immediately.'}
          </Notice>
          <form method="post" class="stack">
            {cancellation_reason.enabled ? (
              <fieldset class="stack">
                <legend>Why are you leaving? (optional)</legend>
                {cancellation_reason.options.map((reason) => (
                  <label class="check" key={reason}>
                    <input type="radio" name="feedback" value={reason} /> {REASONS[reason] ?? reason}
                  </label>
                ))}
                <label class="field">
                  <span class="label">Anything else?</span>
                  <textarea name="comment" rows={3} maxlength={500} />
                </label>
              </fieldset>
            ) : null}
            <div class="buttons">
              <Button kind="danger">Cancel plan</Button>
              <ButtonLink href={visit.home}>Go back</ButtonLink>
            </div>
          </form>
        </Panel>,
      ),
    );
  });

  app.post(`${base}/cancel/:subscription`, async (http) => {
    const visit = visitOf(ctx, http);
    const it = subscriptionOf(ctx, http, visit);
    const { enabled, mode, proration_behavior } = visit.features.subscription_cancel;
    if (!enabled) throw invalidRequest('Cancellation is disabled in this portal.');
    const form = await readForm(http);
    const chosen = field(form, 'feedback');
    const feedback =
      chosen in REASONS ? feedbackParam.parse(chosen, 'feedback', { version: null, unknown: [] }) : undefined;
    const details = { comment: field(form, 'comment') || undefined, feedback };
    const schedule = ctx.tables.subscriptionSchedules.get(it.schedule ?? '');
    if (schedule) releaseSchedule(ctx, schedule);
    if (mode === 'immediately') {
      const prorate = proration_behavior !== 'none';
      const invoice_now = proration_behavior === 'always_invoice';
      cancelCall(ctx, it.id, { cancellation_details: details, prorate, invoice_now });
    } else if (it.billing_mode.type === 'classic') {
      updateSubscription(ctx, it.id, { cancel_at_period_end: true, cancellation_details: details });
    } else {
      // Flexible billing: the portal sets the date, not the flag (docs/providers/stripe.md#subscriptions).
      updateSubscription(ctx, it.id, {
        cancel_at: 'max_period_end',
        cancellation_details: details,
        proration_behavior: 'none',
      });
    }
    return http.redirect(afterFlow(visit, 'subscription_cancel'), 303);
  });

  app.post(`${base}/keep/:subscription`, (http) => {
    const visit = visitOf(ctx, http);
    const it = subscriptionOf(ctx, http, visit);
    if (it.cancel_at !== null) updateSubscription(ctx, it.id, { cancel_at: null });
    return http.redirect(visit.home, 303);
  });
  return app;
}
