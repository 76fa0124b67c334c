/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono';
import { layout } from '../../engine/page';
import { DodoError } from '../api/errors';
import { detailsOf } from '../checkouts/open';
import { type BankAnswer, giveUp, pay } from '../checkouts/pay';
import { returnUrl } from '../checkouts/return-url';
import { cardFrom, cardOf } from '../customers/methods';
import type { Dodo } from '../dodo';
import { findBankAccount } from '../payments/bank-accounts';
import { isUnderWay } from '../payments/delayed';
import type { CheckoutRecord } from '../records/checkout';
import type { CardUsed } from '../records/payment';
import { CheckoutPage } from './checkout-view';
import { complaint, type Form, readCardForm, readForm, withDetails } from './form';
import { orderView } from './order';
import { ChallengePage, ClosedPage, SuccessPage } from './outcome-view';

const base = '/pay/dodo/session/:id';

/** The hosted checkout: plain forms. Every POST redirects with 303 back to the page or to the merchant. */
export function checkoutPages(dodo: Dodo): Hono {
  const { checkouts } = dodo.tables;
  const app = new Hono();

  app.get(base, (c) => {
    const session = checkouts.get(c.req.param('id'));
    return session ? show(dodo, c, session) : c.html(closed('No such checkout', 'Check the link.', null), 404);
  });

  app.get(`${base}/challenge`, (c) => {
    const session = checkouts.get(c.req.param('id'));
    if (!session?.card || session.state === 'used') return c.redirect(pagePath(c.req.param('id')), 303);
    const view = <ChallengePage session={session} order={orderView(dodo, session)} />;
    return c.html(layout('Confirm the payment', view, { provider: 'dodo' }));
  });

  const post = (action: string, handle: (c: Context, session: CheckoutRecord, form: Form) => Response): void => {
    app.post(`${base}/${action}`, async (c) => {
      const session = checkouts.get(c.req.param('id'));
      if (!session || session.state === 'used') return c.redirect(pagePath(c.req.param('id')), 303);
      return handle(c, session, await readForm(c));
    });
  };

  post('details', (c, session, form) => {
    checkouts.put(session.id, withDetails(session, form));
    return back(c, session, form);
  });

  post('discount', (c, session, form) => {
    const codes = form.code ? [form.code.toUpperCase()] : [];
    const next = { ...session, discountCodes: codes };
    const { codeError } = orderView(dodo, next);
    // A code that can't be used isn't saved, because it would prevent the payment.
    checkouts.put(session.id, codeError ? { ...session, discountCodes: [] } : next);
    return back(c, session, form, codeError ?? undefined);
  });

  post('pay', (c, before, form) => {
    const session = checkouts.put(before.id, form.method === undefined ? withDetails(before, form) : before);
    const problem = complaint(session);
    if (problem) return back(c, session, form, problem);
    if (form.shown_total !== String(orderView(dodo, session).totalMinor))
      return back(c, session, form, 'The total has changed with your details. Please check it and pay again.');
    const card = chosenCard(dodo, session, form);
    return typeof card === 'string' ? back(c, session, form, card) : attempt(dodo, c, session, card, form, {});
  });

  post('challenge', (c, session, form) => {
    if (!session.card) return back(c, session, {});
    const bank = form.answer === 'yes' ? { authenticated: true } : { refused: true };
    return attempt(dodo, c, session, session.card, {}, bank);
  });

  post('give-up', (c, session) => {
    const left = giveUp(dodo, session);
    return c.redirect(returnUrl(dodo, left) ?? pagePath(session.id), 303);
  });

  return app;
}

function attempt(
  dodo: Dodo,
  c: Context,
  session: CheckoutRecord,
  card: CardUsed,
  form: Form,
  bank: BankAnswer,
): Response {
  try {
    const result = pay(dodo, session, detailsOf(session), card, bank);
    if (result.outcome === 'challenge') return c.redirect(`${pagePath(session.id)}/challenge`, 303);
    if (result.outcome === 'declined') return back(c, session, form, result.decline.message);
    const href = session.order.flags.redirectImmediately
      ? returnUrl(dodo, dodo.tables.checkouts.get(session.id) ?? session)
      : null;
    return c.redirect(href ?? pagePath(session.id), 303);
  } catch (error) {
    if (error instanceof DodoError) return back(c, session, form, error.message);
    throw error;
  }
}

function show(dodo: Dodo, c: Context, session: CheckoutRecord): Response | Promise<Response> {
  const payment = session.paymentId === null ? undefined : dodo.tables.payments.get(session.paymentId);
  const href = returnUrl(dodo, session);
  if (session.state === 'used') {
    const begun = session.subscriptionIds.some((id) => dodo.tables.subscriptions.get(id)?.status !== 'failed');
    if (payment ? payment.status === 'succeeded' : begun) {
      const licenseKeys = payment ? dodo.tables.licenseKeys.by('payment', payment.id).map((key) => key.key) : [];
      const invoiceUrl =
        payment?.invoiceId && payment.total > 0 ? `${dodo.apiUrl}/invoices/payments/${payment.id}` : null;
      const view = (
        <SuccessPage order={paidView(dodo, session)} href={href} invoiceUrl={invoiceUrl} licenseKeys={licenseKeys} />
      );
      return c.html(layout('Thank you', view, { provider: 'dodo' }));
    }
    if (isUnderWay(payment))
      return c.html(
        closed('Your payment is processing', 'Your bank takes a few days. We’ll email you when it’s done.', href),
      );
    return c.html(closed('Not paid', 'This checkout was closed without a payment.', href));
  }
  if (payment?.status === 'cancelled')
    return c.html(closed('Nothing to pay', 'This payment is no longer needed.', href));
  if (session.expiresMs <= dodo.now())
    return c.html(closed('This checkout has expired', 'Please start a new checkout.', href));
  const saved = session.order.showSavedMethods && session.customerId !== null ? session.customerId : '';
  const view = (
    <CheckoutPage
      session={session}
      order={orderView(dodo, session)}
      methods={dodo.tables.methods.by('customer', saved)}
      problem={c.req.query('problem') ?? null}
      canGiveUp={payment?.errorCode != null && payment.purpose.kind === 'checkout' && href !== null}
      cardNumber={c.req.query('card')}
    />
  );
  return c.html(layout('Checkout', view, { provider: 'dodo', width: 'split' }));
}

/** A paid order shows the prices that were paid, not today's. */
function paidView(dodo: Dodo, session: CheckoutRecord) {
  return orderView(dodo, session.paymentId === null ? session : { ...session, kind: 'link' });
}

function chosenCard(dodo: Dodo, session: CheckoutRecord, form: Form): CardUsed | string {
  if (form.pay_by === 'bank') {
    return findBankAccount(form.account ?? '')
      ? cardFrom(form.account ?? '', { holder: session.name })
      : 'Only the test accounts work here. Pick one from the list.';
  }
  if (form.method === undefined) return readCardForm(dodo, form, session.order.flags.requireCardholderName);
  const method = dodo.tables.methods.get(form.method);
  return method?.customerId === session.customerId && method ? cardOf(method) : 'This card is no longer saved.';
}

/** Redirects to the page with an error and the selected card. */
function back(c: Context, session: CheckoutRecord, form: Form, problem?: string): Response {
  const query = new URLSearchParams();
  if (problem) query.set('problem', problem);
  if (form.card_number) query.set('card', form.card_number.replace(/\D/g, ''));
  return c.redirect(`${pagePath(session.id)}${query.size > 0 ? `?${query}` : ''}`, 303);
}

const pagePath = (id: string): string => `/pay/dodo/session/${encodeURIComponent(id)}`;

function closed(title: string, text: string, href: string | null): string {
  return layout(title, <ClosedPage title={title} text={text} href={href} />, { provider: 'dodo' });
}
