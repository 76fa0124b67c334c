import { ACCOUNT_NAME } from '../billing-account';
import type { InvoiceRecord } from '../billing-tables';
import { day, money } from '../invoices/format';
import { pdf, type Text } from './pdf';

const LEFT = 50;
const RIGHT = 545;
const PER_PAGE = 26;

/** An invoice as a PDF document. */
export function invoicePdf(invoice: InvoiceRecord): Uint8Array<ArrayBuffer> {
  const lines = invoice.lines.data;
  const pages: Text[][] = [];
  for (let start = 0; start === 0 || start < lines.length; start += PER_PAGE) {
    const page = [...heading(invoice), ...rows(invoice, lines.slice(start, start + PER_PAGE))];
    if (start + PER_PAGE >= lines.length) page.push(...sums(invoice, lines.length - start));
    pages.push(page);
  }
  return pdf(`Invoice ${invoice.number ?? ''}`, pages);
}

function heading(invoice: InvoiceRecord): Text[] {
  const facts = [
    `Invoice number ${invoice.number ?? ''}`,
    `Date of issue ${day(invoice.status_transitions.finalized_at ?? invoice.created)}`,
    invoice.due_date === null ? `Status ${invoice.status ?? ''}` : `Date due ${day(invoice.due_date)}`,
  ];
  const to = [invoice.customer_name, invoice.customer_email].filter((text) => text !== null);
  return [
    { x: LEFT, y: 780, size: 22, text: invoice.status === 'paid' ? 'Receipt' : 'Invoice', bold: true },
    { x: RIGHT, y: 784, size: 12, text: ACCOUNT_NAME, bold: true, right: true },
    ...facts.map((text, index) => ({ x: LEFT, y: 750 - index * 15, size: 10, text })),
    { x: 320, y: 750, size: 10, text: 'Bill to', bold: true },
    ...to.map((text, index) => ({ x: 320, y: 735 - index * 15, size: 10, text })),
    { x: LEFT, y: 680, size: 9, text: 'Description', bold: true },
    { x: 440, y: 680, size: 9, text: 'Qty', bold: true, right: true },
    { x: RIGHT, y: 680, size: 9, text: 'Amount', bold: true, right: true },
  ];
}

type Lines = InvoiceRecord['lines']['data'];

function rows(invoice: InvoiceRecord, lines: Lines): Text[] {
  return lines.flatMap((line, index) => {
    const y = 662 - index * 20;
    const words = line.description ?? '';
    return [
      { x: LEFT, y, size: 9, text: words.length > 66 ? `${words.slice(0, 65)}...` : words },
      { x: LEFT, y: y - 9, size: 7, text: `${day(line.period.start)} – ${day(line.period.end)}` },
      { x: 440, y, size: 9, text: String(line.quantity ?? ''), right: true },
      { x: RIGHT, y, size: 9, text: money(line.amount, invoice.currency), right: true },
    ];
  });
}

function sums(invoice: InvoiceRecord, count: number): Text[] {
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const balance = (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance;
  const entries: [string, number][] = [
    ['Subtotal', invoice.subtotal],
    ...(off > 0 ? [['Discount', -off] as [string, number]] : []),
    ['Total', invoice.total],
    ...(balance === 0 ? [] : [['Account balance', -balance] as [string, number]]),
    [
      invoice.status === 'paid' ? 'Amount paid' : 'Amount due',
      invoice.status === 'paid' ? invoice.amount_paid : invoice.amount_due,
    ],
  ];
  return entries.flatMap(([label, amount], index) => {
    const y = 640 - Math.min(count, PER_PAGE) * 20 - index * 16;
    const bold = index === entries.length - 1;
    return [
      { x: 340, y, size: 10, text: label, bold },
      { x: RIGHT, y, size: 10, text: money(amount, invoice.currency), bold, right: true },
    ];
  });
}
