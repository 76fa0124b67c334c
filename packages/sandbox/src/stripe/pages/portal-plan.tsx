/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Button, ButtonLink, Line, Notice, Panel } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { invalidRequest, StripeFault } from '../api/errors';
import type { PriceRecord } from '../api/tables';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { every, money, productName } from '../invoices/format';
import { changeInPortal, previewInPortal } from '../portal/change-plan';
import { quantityOf } from '../subscriptions/items';
import { field, readForm } from './form';
import { portalPage } from './portal-home';
import { afterFlow, subscriptionOf, type Visit, visitOf } from './portal-session';

const base = '/pay/stripe/portal/:session/plan/:subscription';

/** Choosing another plan, previewing its price, and confirming. */
export function portalPlan(ctx: StripeContext): Hono {
  const app = new Hono();
  app.get(base, (http) => {
    const visit = visitOf(ctx, http);
    const it = subscriptionOf(ctx, http, visit);
    const { price, quantity, error } = http.req.query();
    if (price === undefined)
      return http.html(
        choice(ctx, visit, it, error === undefined ? null : 'The payment didn’t go through. Nothing has changed.'),
      );
    const requested = planRequest(ctx, visit, it, price, quantity);
    return http.html(
      confirmation(
        ctx,
        visit,
        it,
        requested.price,
        requested.quantity,
        previewInPortal(ctx, visit.features, it, requested),
      ),
    );
  });

  app.post(base, async (http) => {
    const visit = visitOf(ctx, http);
    const it = subscriptionOf(ctx, http, visit);
    const form = await readForm(http);
    const requested = planRequest(ctx, visit, it, field(form, 'price'), field(form, 'quantity'));
    try {
      changeInPortal(ctx, visit.features, it, { ...requested, date: Number(field(form, 'date')) || undefined });
    } catch (error) {
      if (!(error instanceof StripeFault) || error.status !== 402) throw error;
      return http.redirect(`${visit.home}/plan/${it.id}?error=payment`, 303);
    }
    const flow = visit.session.flow?.type ?? 'subscription_update';
    return http.redirect(afterFlow(visit, flow), 303);
  });
  return app;
}

/** The requested plan, which must be on offer. @throws 400 otherwise */
function planRequest(
  ctx: StripeContext,
  visit: Visit,
  it: SubscriptionRecord,
  id: string,
  quantity: string | undefined,
) {
  const [item] = it.items.data;
  const offered = offers(ctx, visit, it).some((price) => price.id === id);
  const confirmed = visit.session.flow?.subscription_update_confirm?.items.some(({ price }) => price === id) ?? false;
  const price = ctx.tables.prices.get(id);
  if (!item || !price || !(offered || confirmed || id === item.price.id))
    throw invalidRequest('This plan isn’t available.');
  return { price, quantity: Math.max(1, Number(quantity) || quantityOf(item)) };
}

function offers(ctx: StripeContext, visit: Visit, it: SubscriptionRecord): PriceRecord[] {
  const { enabled, products } = visit.features.subscription_update;
  if (!enabled) return [];
  return (products ?? [])
    .flatMap(({ prices }) => prices)
    .flatMap((id) => ctx.tables.prices.get(id) ?? [])
    .filter((price) => price.active && price.currency === it.currency);
}

function choice(ctx: StripeContext, visit: Visit, it: SubscriptionRecord, error: string | null): string {
  const current = it.items.data[0]?.price.id;
  const prices = offers(ctx, visit, it);
  return portalPage(
    visit,
    'Change plan',
    <Panel>
      {error === null ? null : <Notice tone="bad">{error}</Notice>}
      {prices.length === 0 ? <p>No other plan is available.</p> : null}
      <form method="get" action={`${visit.home}/plan/${it.id}`} class="stack">
        {prices.map((price) => (
          <label class="check" key={price.id}>
            <input type="radio" name="price" value={price.id} checked={price.id === current} />{' '}
            <PriceWords ctx={ctx} price={price} />
            {price.id === current ? ' (current)' : ''}
          </label>
        ))}
        <div class="buttons">
          {prices.length === 0 ? null : <Button>Continue</Button>}
          <ButtonLink href={visit.home}>Go back</ButtonLink>
        </div>
      </form>
    </Panel>,
  );
}

const PriceWords: FC<{ ctx: StripeContext; price: PriceRecord }> = ({ ctx, price }) => (
  <>
    {productName(ctx, price)}, {money(price.unit_amount ?? 0, price.currency)}
    {price.recurring ? ` / ${every(price.recurring)}` : ''}
  </>
);

function confirmation(
  ctx: StripeContext,
  visit: Visit,
  it: SubscriptionRecord,
  price: PriceRecord,
  quantity: number,
  preview: { invoice: InvoiceRecord | null; atPeriodEnd: boolean; date: number },
): string {
  const { invoice, atPeriodEnd, date } = preview;
  return portalPage(
    visit,
    'Confirm change',
    <Panel>
      <p>
        <strong>
          <PriceWords ctx={ctx} price={price} />
        </strong>
      </p>
      {atPeriodEnd ? <Notice>Your plan will change when the current period ends. Nothing is due today.</Notice> : null}
      {invoice === null
        ? null
        : invoice.lines.data.map((line) => (
            <Line key={line.id} label={line.description ?? ''}>
              {money(line.amount, line.currency)}
            </Line>
          ))}
      {invoice === null ? null : (
        <Line label={invoice.amount_due === 0 && invoice.total < 0 ? 'Credit for later' : 'Due'} strong>
          {money(invoice.amount_due === 0 ? Math.max(0, -invoice.total) : invoice.amount_due, it.currency)}
        </Line>
      )}
      <form method="post" action={`${visit.home}/plan/${it.id}`} class="buttons">
        <input type="hidden" name="price" value={price.id} />
        <input type="hidden" name="quantity" value={String(quantity)} />
        <input type="hidden" name="date" value={String(date)} />
        <Button>Confirm</Button>
        <ButtonLink href={`${visit.home}/plan/${it.id}`}>Go back</ButtonLink>
      </form>
    </Panel>,
  );
}
