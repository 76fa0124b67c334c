/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { Button, ButtonLink, CardFields, Notice, Panel } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { addFromPortal } from '../portal/payment-method';
import { field, readForm } from './form';
import { portalPage } from './portal-home';
import { afterFlow, type Visit, visitOf } from './portal-session';
import { typedMethod } from './typed-method';

const path = '/pay/stripe/portal/:session/payment-method';

/** A new card for future charges. */
export function portalMethod(ctx: StripeContext): Hono {
  const app = new Hono();
  app.get(path, (http) => http.html(form(visitOf(ctx, http), null, http.req.query('card'))));
  app.post(path, async (http) => {
    const visit = visitOf(ctx, http);
    const posted = await readForm(http);
    const typed = typedMethod(ctx, posted, visit.customer.email ?? '');
    if ('error' in typed) return http.html(form(visit, typed.error, field(posted, 'card_number')), 402);
    const done = afterFlow(visit, 'payment_method_update');
    const result = addFromPortal(ctx, visit.customer.id, typed.method, new URL(done, ctx.world.config.url).toString());
    if (result.outcome === 'requires_action') return http.redirect(`/pay/stripe/challenge/${result.intent.id}`, 303);
    if (result.outcome === 'declined') {
      const message = result.error?.message ?? 'Your card was declined.';
      return http.html(form(visit, message, field(posted, 'card_number')), 402);
    }
    return http.redirect(done, 303);
  });
  return app;
}

function form(visit: Visit, error: string | null, card: string | undefined): string {
  return portalPage(
    visit,
    'Payment method',
    <Panel>
      {error === null ? null : <Notice tone="bad">{error}</Notice>}
      <form method="post" action={`${visit.home}/payment-method`} class="stack">
        <CardFields provider="stripe" number={card} name={visit.customer.name ?? ''} />
        <div class="buttons">
          <Button>Save card</Button>
          <ButtonLink href={visit.home}>Go back</ButtonLink>
        </div>
      </form>
    </Panel>,
  );
}
