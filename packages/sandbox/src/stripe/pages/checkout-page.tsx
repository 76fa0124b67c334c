/** @jsxImportSource hono/jsx */
import { Button, CardFields, Field, layout, Notice, Panel } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { ACCOUNT_NAME } from '../billing-account';
import type { CheckoutSessionRecord } from '../billing-tables';
import { hiddenCheckout } from '../checkout/hidden-state';
import { emailOf } from '../checkout/pay';
import { money } from '../invoices/format';
import { BankFields } from './bank-fields';
import { afterwards, Order } from './order';
import { PromotionForm } from './promotion';

export interface CheckoutView {
  /** Shown above the form: why the last attempt failed. */
  error?: string | null;
  /** The preselected test card. */
  card?: string | undefined;
  promotionError?: string | undefined;
}

/** The page where a customer pays. */
export function checkoutPage(ctx: StripeContext, session: CheckoutSessionRecord, view: CheckoutView): string {
  const { typed } = hiddenCheckout(ctx, session.id);
  const known = emailOf(ctx, session);
  const amount = money(session.amount_total ?? 0, session.currency ?? 'usd');
  const action = `/pay/stripe/checkout/${session.id}`;
  const asks = asksForMethod(session);
  return layout(
    session.mode === 'setup' ? 'Save a payment method' : `Pay ${ACCOUNT_NAME}`,
    <>
      <section class="panel" aria-label="Order">
        {session.cancel_url === null ? null : (
          <p>
            <a href={session.cancel_url}>← Back to {ACCOUNT_NAME}</a>
          </p>
        )}
        <h1>{session.mode === 'setup' ? 'Save a payment method' : heading(session)}</h1>
        {session.mode === 'setup' ? null : <p class="amount">{amount}</p>}
        <p class="hint">{afterwards(ctx, session)}</p>
        {session.mode === 'setup' ? null : <Order ctx={ctx} session={session} />}
        {session.allow_promotion_codes ? (
          <PromotionForm session={session} action={`${action}/promotion`} error={view.promotionError} />
        ) : null}
      </section>
      <Panel title={asks ? 'Pay with card' : 'Your details'}>
        {view.error ? <Notice tone="bad">{view.error}</Notice> : null}
        <form method="post" action={action} class="stack">
          <Field
            label="Email"
            name="email"
            type="email"
            value={known ?? typed?.email ?? ''}
            autocomplete="email"
            required
            readonly={known !== null}
          />
          {asks ? <CardFields provider="stripe" number={view.card} name={typed?.name ?? ''} /> : null}
          {session.billing_address_collection === 'required' ? (
            <div class="pair">
              <Field
                label="Country"
                name="card_country"
                value={typed?.country || 'US'}
                autocomplete="country"
                required
              />
              <Field
                label="Postal code"
                name="card_postal_code"
                value={typed?.postalCode ?? ''}
                autocomplete="postal-code"
                required
              />
            </div>
          ) : null}
          {asks && session.payment_method_types.includes('sepa_debit') ? <BankFields /> : null}
          <Button wide name="method" value="card">
            {buttonWords(session, amount)}
          </Button>
        </form>
        <p class="hint">By confirming you allow {ACCOUNT_NAME}, a fictitious shop, to charge this fictitious card.</p>
      </Panel>
    </>,
    { provider: 'stripe', width: 'split' },
  );
}

/** Nothing is due now or later, so no payment method is needed. */
export const asksForMethod = (session: CheckoutSessionRecord): boolean =>
  session.mode === 'setup' ||
  (session.amount_total ?? 0) > 0 ||
  (session.mode === 'subscription' && session.payment_method_collection === 'always');

const heading = (session: CheckoutSessionRecord): string =>
  session.mode === 'subscription' ? `Subscribe to ${ACCOUNT_NAME}` : `Pay ${ACCOUNT_NAME}`;

function buttonWords(session: CheckoutSessionRecord, amount: string): string {
  if (session.mode === 'setup') return 'Save';
  if (session.mode === 'payment') return session.amount_total === 0 ? 'Complete order' : `Pay ${amount}`;
  return session.amount_total === 0 ? 'Start trial' : `Subscribe for ${amount}`;
}
