import { type Context, Hono } from 'hono';
import { notFound } from '../api/errors';
import { BUSINESS_NAME } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { countryName } from '../lists/countries';
import { money } from '../money/currency';
import type { PaymentRecord, RefundRecord } from '../records/payment';
import { pdf, type Text } from './pdf';

/** Invoices and refund receipts as PDF. They need no login, only the id (docs/providers/dodo.md#api-basics). */
export function invoiceRoutes(dodo: Dodo): Hono {
  const routes = new Hono();
  routes.get('/payments/:id', (c) => {
    const payment = need(dodo.tables.payments, c.req.param('id'));
    if (payment.invoiceId === null) throw notFound();
    return answer(c, invoice(dodo, payment, payment.invoiceId), payment.invoiceId);
  });
  routes.get('/refunds/:id', (c) => {
    const refund = need(dodo.tables.refunds, c.req.param('id'));
    return answer(c, receipt(dodo, refund), refund.id);
  });
  return routes;
}

function answer(c: Context, texts: Text[], name: string): Response {
  c.header('content-type', 'application/pdf');
  c.header('content-disposition', `inline; filename="${name}.pdf"`);
  return c.body(pdf(texts));
}

function invoice(dodo: Dodo, payment: PaymentRecord, invoiceId: string): Text[] {
  const price = (amount: number): string => money(amount, payment.currency);
  const rows = payment.lines.flatMap((line, i): Text[] => [
    { text: `${line.name ?? line.itemId} x ${line.quantity}`, at: [50, 560 - i * 20] },
    { text: price(line.amount), at: [450, 560 - i * 20] },
  ]);
  const below = 540 - payment.lines.length * 20;
  return [
    ...head(dodo, 'Invoice', invoiceId, payment),
    { text: 'Item', at: [50, 585], bold: true },
    { text: 'Amount', at: [450, 585], bold: true },
    ...rows,
    { text: 'Tax', at: [50, below] },
    { text: price(payment.tax), at: [450, below] },
    { text: 'Paid', at: [50, below - 25], size: 12, bold: true },
    { text: price(payment.total), at: [450, below - 25], size: 12, bold: true },
  ];
}

function receipt(dodo: Dodo, refund: RefundRecord): Text[] {
  const payment = need(dodo.tables.payments, refund.paymentId);
  return [
    ...head(dodo, 'Refund receipt', refund.id, payment),
    { text: `Refund of payment ${payment.id}`, at: [50, 585] },
    { text: `Status: ${refund.status}`, at: [50, 560] },
    { text: 'Refunded', at: [50, 520], size: 12, bold: true },
    { text: money(refund.amount, refund.currency), at: [450, 520], size: 12, bold: true },
  ];
}

function head(dodo: Dodo, title: string, number: string, payment: PaymentRecord): Text[] {
  const customer = need(dodo.tables.customers, payment.customerId);
  const { street, zipcode, city, country } = payment.billing;
  const address = [street, [zipcode, city].filter(Boolean).join(' '), countryName(country)].filter(Boolean).join(', ');
  return [
    { text: title, at: [50, 770], size: 22, bold: true },
    { text: `Number ${number}`, at: [50, 745] },
    { text: `Date ${new Date(payment.createdMs).toISOString().slice(0, 10)}`, at: [50, 730] },
    { text: `Sold by Dodo Payments (sandbox) for ${BUSINESS_NAME}. No real money moved.`, at: [50, 705] },
    { text: payment.businessName ?? customer.name, at: [50, 675], bold: true },
    { text: customer.email, at: [50, 660] },
    { text: address, at: [50, 645] },
    ...(payment.taxId ? [{ text: `Tax id ${payment.taxId}`, at: [50, 630] } satisfies Text] : []),
  ];
}
