/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { Button, ButtonLink, Field, Notice, Panel } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { StripeFault } from '../api/errors';
import { customerPatch } from '../customers/patch';
import { field, readForm } from './form';
import { portalPage } from './portal-home';
import { afterFlow, type Visit, visitOf } from './portal-session';

const path = '/pay/stripe/portal/:session/details';

/** Name and email, if the configuration allows changing them. */
export function portalDetails(ctx: StripeContext): Hono {
  const app = new Hono();
  app.get(path, (http) => http.html(page(visitOf(ctx, http), null)));
  app.post(path, async (http) => {
    const visit = visitOf(ctx, http);
    const posted = await readForm(http);
    const allowed = visit.features.customer_update.allowed_updates;
    try {
      const requested = {
        ...(allowed.includes('email') ? { email: field(posted, 'email') } : {}),
        ...(allowed.includes('name') ? { name: field(posted, 'name') || null } : {}),
      };
      ctx.update(
        ctx.tables.customers,
        visit.customer,
        customerPatch(ctx, visit.customer, requested),
        'customer.updated',
      );
    } catch (error) {
      if (error instanceof StripeFault) return http.html(page(visit, error.message), 400);
      throw error;
    }
    return http.redirect(afterFlow(visit, 'customer_update'), 303);
  });
  return app;
}

function page(visit: Visit, error: string | null): string {
  const { customer, features } = visit;
  const allowed = features.customer_update.allowed_updates;
  return portalPage(
    visit,
    'Billing details',
    <Panel>
      {error === null ? null : <Notice tone="bad">{error}</Notice>}
      <form method="post" class="stack">
        <Field label="Name" name="name" value={customer.name ?? ''} readonly={!allowed.includes('name')} />
        <Field
          label="Email"
          name="email"
          type="email"
          value={customer.email ?? ''}
          readonly={!allowed.includes('email')}
          required
        />
        <div class="buttons">
          <Button>Save</Button>
          <ButtonLink href={visit.home}>Go back</ButtonLink>
        </div>
      </form>
    </Panel>,
  );
}
