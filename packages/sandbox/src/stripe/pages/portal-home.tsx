/** @jsxImportSource hono/jsx */
import type { Child, FC } from 'hono/jsx';
import { Badge, Button, ButtonLink, Line, layout, Notice, Panel, type Tone } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { ACCOUNT_NAME } from '../billing-account';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { day, every, money, productName } from '../invoices/format';
import { defaultMethod } from '../invoices/payment-method';
import { itemAmount, lastPeriodEnd, quantityOf } from '../subscriptions/items';
import { methodLabel } from './method-label';
import type { Visit } from './portal-session';

/** The layout of all portal pages. */
export function portalPage(visit: Visit, title: string, body: Child): string {
  const { return_url } = visit.session;
  return layout(
    `${title} · ${ACCOUNT_NAME}`,
    <>
      {return_url === null ? null : <a href={return_url}>← Return to {ACCOUNT_NAME}</a>}
      <h1>{title}</h1>
      {body}
    </>,
    { provider: 'stripe', width: 'narrow' },
  );
}

const over = new Set(['canceled', 'incomplete_expired', 'incomplete']);

export function portalHome(ctx: StripeContext, visit: Visit): string {
  const { customer, features, home } = visit;
  const subscriptions = ctx.tables.subscriptions.by('customer', customer.id).filter((it) => !over.has(it.status));
  const invoices = ctx.tables.invoices
    .by('customer', customer.id)
    .filter((it) => it.status !== 'draft' && it.status !== 'void');
  const method = defaultMethod(ctx, customer.id, subscriptions[0]);
  return portalPage(
    visit,
    'Billing',
    <>
      {subscriptions.length === 0 ? <Panel title="Current plan">You don’t have a subscription.</Panel> : null}
      {subscriptions.map((it) => (
        <Plan key={it.id} ctx={ctx} visit={visit} subscription={it} />
      ))}
      {features.payment_method_update.enabled ? (
        <Panel title="Payment method">
          <p>{method === null ? 'None saved yet.' : methodLabel(ctx.tables.paymentMethods.get(method))}</p>
          <div class="buttons">
            <ButtonLink href={`${home}/payment-method`}>{method === null ? 'Add' : 'Change'} payment method</ButtonLink>
          </div>
        </Panel>
      ) : null}
      {features.customer_update.enabled ? (
        <Panel title="Billing details">
          <Line label="Name">{customer.name ?? '–'}</Line>
          <Line label="Email">{customer.email ?? '–'}</Line>
          <div class="buttons">
            <ButtonLink href={`${home}/details`}>Change details</ButtonLink>
          </div>
        </Panel>
      ) : null}
      {features.invoice_history.enabled ? <Invoices invoices={invoices} /> : null}
    </>,
  );
}

const tones: Record<string, Tone> = {
  active: 'good',
  trialing: 'info',
  past_due: 'bad',
  unpaid: 'bad',
  paused: 'warn',
};

const Plan: FC<{ ctx: StripeContext; visit: Visit; subscription: SubscriptionRecord }> = ({
  ctx,
  visit,
  subscription: it,
}) => {
  const { features, home } = visit;
  const leaving = it.cancel_at ?? null;
  return (
    <Panel title="Current plan">
      {it.items.data.map((item) => (
        <Line
          key={item.id}
          label={`${productName(ctx, item.price)}${quantityOf(item) > 1 ? ` × ${quantityOf(item)}` : ''}`}
          strong
        >
          {money(itemAmount(ctx, item), it.currency)}
          {item.price.recurring ? ` / ${every(item.price.recurring)}` : ''}
        </Line>
      ))}
      <p>
        <Badge tone={tones[it.status] ?? 'neutral'}>{it.status.replace('_', ' ')}</Badge> <Next subscription={it} />
      </p>
      {it.schedule !== null ? <Notice>Your plan will change at the end of this period.</Notice> : null}
      <div class="buttons">
        {features.subscription_update.enabled && it.schedule === null && it.items.data.length === 1 ? (
          <ButtonLink href={`${home}/plan/${it.id}`}>Change plan</ButtonLink>
        ) : null}
        {features.subscription_cancel.enabled && leaving === null ? (
          <ButtonLink href={`${home}/cancel/${it.id}`}>Cancel plan</ButtonLink>
        ) : null}
        {leaving === null ? null : (
          <form method="post" action={`${home}/keep/${it.id}`}>
            <Button>Don’t cancel plan</Button>
          </form>
        )}
      </div>
    </Panel>
  );
};

const Next: FC<{ subscription: SubscriptionRecord }> = ({ subscription: it }) => {
  if (it.cancel_at !== null) return <>Ends on {day(it.cancel_at)}.</>;
  if (it.status === 'trialing' && it.trial_end !== null) return <>Free until {day(it.trial_end)}.</>;
  if (it.status === 'active') return <>Renews on {day(lastPeriodEnd(it))}.</>;
  return it.status === 'past_due' ? <>The last payment failed.</> : null;
};

const Invoices: FC<{ invoices: InvoiceRecord[] }> = ({ invoices }) => (
  <Panel title="Invoices">
    {invoices.length === 0 ? <p class="hint">None yet.</p> : null}
    <ul class="rows">
      {invoices.slice(0, 24).map((it) => (
        <li key={it.id}>
          <a href={`/pay/stripe/invoice/${it.id}`}>
            <span>{day(it.created)}</span> <span>{money(it.total, it.currency)}</span>{' '}
            <Badge tone={it.status === 'paid' ? 'good' : 'bad'}>{it.status ?? ''}</Badge>
          </a>
        </li>
      ))}
    </ul>
  </Panel>
);
