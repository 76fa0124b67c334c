import { type Context, Hono } from 'hono';
import type { StripeContext } from '../api/context';
import { resourceMissing, StripeFault } from '../api/errors';
import type { InvoiceRecord } from '../billing-tables';
import { collect } from '../invoices/collect';
import { methodFor } from '../invoices/payment-method';
import { hostedInvoiceUrl } from '../invoices/serialize';
import { field, readForm } from './form';
import { invoicePage } from './invoice-page';
import { invoicePdf } from './invoice-pdf';
import { typedMethod } from './typed-method';

const path = '/pay/stripe/invoice/:id';

/** The hosted invoice: view, pay, download as a PDF. */
export function invoicePages(ctx: StripeContext): Hono {
  const app = new Hono();
  const invoiceOf = (http: Context): InvoiceRecord => {
    const invoice = ctx.need(ctx.tables.invoices, 'invoice', http.req.param('id') ?? '');
    if (invoice.number === null) throw resourceMissing('invoice', invoice.id);
    return invoice;
  };

  app.get(path, (http) => http.html(invoicePage(ctx, invoiceOf(http), { error: null, card: http.req.query('card') })));

  app.get(`${path}/pdf`, (http) => {
    const invoice = invoiceOf(http);
    return http.body(invoicePdf(invoice), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="Invoice-${invoice.number}.pdf"`,
    });
  });

  app.post(path, async (http) => {
    const invoice = invoiceOf(http);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
      return http.redirect(`/pay/stripe/invoice/${invoice.id}`, 303);
    const form = await readForm(http);
    const refused = (error: string): Response | Promise<Response> =>
      http.html(invoicePage(ctx, invoiceOf(http), { error, card: field(form, 'card_number') || undefined }), 402);
    const saved = field(form, 'saved');
    // Only accepts the payment method that the page offered, so that a form can't charge another customer's.
    if (saved !== '' && saved !== methodFor(ctx, invoice)) return refused('This payment method can no longer be used.');
    const typed = saved === '' ? typedMethod(ctx, form, invoice.customer_email ?? '') : null;
    if (typed && 'error' in typed) return refused(typed.error);
    try {
      const result = collect(ctx, invoice, {
        paymentMethod: typed?.method.id ?? saved,
        offSession: false,
        returnUrl: hostedInvoiceUrl(ctx, invoice.id),
      });
      if (result.outcome === 'declined' || result.outcome === 'waiting')
        return refused(result.error?.message ?? 'Your card was declined.');
      if (result.outcome === 'requires_action') {
        return http.redirect(`/pay/stripe/challenge/${intentOf(ctx, invoice.id)}`, 303);
      }
    } catch (error) {
      if (error instanceof StripeFault) return refused(error.message);
      throw error;
    }
    return http.redirect(`/pay/stripe/invoice/${invoice.id}`, 303);
  });
  return app;
}

/** The intent that waits for its challenge. */
const intentOf = (ctx: StripeContext, invoice: string): string =>
  ctx.tables.invoicePayments.by('invoice', invoice).find(({ status }) => status === 'open')?.payment.payment_intent ??
  '';
