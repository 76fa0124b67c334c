/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono';
import { Button, ButtonLink, layout, Notice } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { StripeFault } from '../api/errors';
import type { CheckoutSessionRecord } from '../billing-tables';
import { hiddenCheckout } from '../checkout/hidden-state';
import { type CheckoutResult, emailOf, payCheckout } from '../checkout/pay';
import { applyCode, removeCode } from '../checkout/promotion';
import { setQuantity } from '../checkout/quantity';
import { recoverSession } from '../checkout/recover';
import { asksForMethod, checkoutPage } from './checkout-page';
import { type Form, field, readForm } from './form';
import { typedMethod } from './typed-method';

const base = '/pay/stripe/checkout/:id';

export function checkoutPages(ctx: StripeContext): Hono {
  const app = new Hono();
  const sessionOf = (http: Context): CheckoutSessionRecord =>
    ctx.need(ctx.tables.checkoutSessions, 'checkout.session', http.req.param('id') ?? '');

  app.get(base, (http) => {
    const session = sessionOf(http);
    if (session.status !== 'open') return over(http, session);
    const { refusal } = hiddenCheckout(ctx, session.id);
    const { card, code } = http.req.query();
    const promotionError = code === undefined ? undefined : codeWords(code);
    return http.html(checkoutPage(ctx, session, { error: refusal, card, promotionError }));
  });

  app.post(base, async (http) => {
    const session = sessionOf(http);
    if (session.status !== 'open') return over(http, session);
    const form = await readForm(http);
    const outcome = payFromForm(ctx, session, form);
    if ('error' in outcome) {
      const card = field(form, 'card_number').replace(/\D/g, '');
      return http.html(checkoutPage(ctx, session, { error: outcome.error, card }), 402);
    }
    return http.redirect(afterPaying(outcome), 303);
  });

  app.post(`${base}/promotion`, async (http) => {
    const session = sessionOf(http);
    const refused = session.status === 'open' ? applyCode(ctx, session, field(await readForm(http), 'code')) : null;
    const query = refused === null ? '' : `?code=${encodeURIComponent(refused)}`;
    return http.redirect(`/pay/stripe/checkout/${session.id}${query}`, 303);
  });

  app.post(`${base}/quantity`, async (http) => {
    const session = sessionOf(http);
    const form = await readForm(http);
    if (session.status === 'open') setQuantity(ctx, session, field(form, 'line'), Number(field(form, 'quantity')));
    return http.redirect(`/pay/stripe/checkout/${session.id}`, 303);
  });

  app.get(`${base}/recover`, (http) => over(http, sessionOf(http)));
  app.post(`${base}/recover`, (http) => {
    const { id } = recoverSession(ctx, sessionOf(http));
    return http.redirect(`/pay/stripe/checkout/${id}`, 303);
  });

  app.post(`${base}/promotion/remove`, (http) => {
    const session = sessionOf(http);
    if (session.status === 'open') removeCode(ctx, session);
    return http.redirect(`/pay/stripe/checkout/${session.id}`, 303);
  });
  return app;
}

// Only shows errors that this page itself produces, so that a link can't inject a message.
function codeWords(code: string): string {
  const known = ['This code is invalid.', 'This code is not yours to use.', 'Your order is too small for this code.'];
  return (
    [...known, 'This code is for first purchases only.', 'This code has expired.'].find((it) => it === code) ??
    'This code is invalid.'
  );
}

function payFromForm(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  form: Form,
): CheckoutResult | { error: string } {
  const email = emailOf(ctx, session) ?? field(form, 'email');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return { error: 'Please enter a complete email address.' };
  const typed = asksForMethod(session)
    ? typedMethod(ctx, form, email)
    : { method: null, name: field(form, 'card_name'), country: '', postalCode: '' };
  if ('error' in typed) return typed;
  const { method, ...person } = typed;
  try {
    const result = payCheckout(ctx, session.id, { method, typed: { email, ...person } });
    return result.kind === 'declined' ? { error: result.message } : result;
  } catch (error) {
    if (error instanceof StripeFault) return { error: error.message };
    throw error;
  }
}

/** Where the customer goes next. */
export function afterPaying(result: CheckoutResult): string {
  if (result.kind === 'challenge') return `/pay/stripe/challenge/${result.intent}`;
  return result.kind === 'complete' ? successUrl(result.session) : '/';
}

/** The shop's success URL, with the session's id where its placeholder is. */
export function successUrl(session: CheckoutSessionRecord): string {
  const url = session.success_url ?? session.return_url ?? '/';
  return url.replaceAll('{CHECKOUT_SESSION_ID}', session.id).replaceAll('%7BCHECKOUT_SESSION_ID%7D', session.id);
}

function over(http: Context, session: CheckoutSessionRecord): Response {
  if (session.status === 'complete') return http.redirect(successUrl(session), 303);
  const back = session.cancel_url ?? session.success_url;
  return http.html(
    layout(
      'This checkout has expired',
      <section class="panel">
        <h1>This checkout has expired</h1>
        <Notice tone="warn">It was not paid in time. Nothing was charged.</Notice>
        {session.after_expiration?.recovery?.enabled ? (
          <form method="post" action={`/pay/stripe/checkout/${session.id}/recover`}>
            <Button wide>Start again with the same order</Button>
          </form>
        ) : null}
        {back === null ? null : <ButtonLink href={back}>Back to store</ButtonLink>}
      </section>,
      { provider: 'stripe' },
    ),
    410,
  );
}
