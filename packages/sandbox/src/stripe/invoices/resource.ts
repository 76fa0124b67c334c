import type { Resource } from '../api/resource';
import type { InvoiceRecord } from '../billing-tables';
import { startDunning } from '../dunning/start';
import { invoicePaymentRoutes } from '../invoice-payments/routes';
import { invoiceActions } from './actions';
import { invoiceExpandables } from './expand';
import { startLaterCharges } from './later-charge';
import { startInvoiceOutcomes } from './outcomes';
import { startDueDates } from './overdue';
import { invoiceReads } from './read';
import { invoiceOut } from './serialize';
import { finalizeByItself } from './store';
import { invoiceWrites } from './write-routes';

export const invoices: Resource = {
  routes: [...invoiceReads, ...invoiceWrites, ...invoiceActions, ...invoicePaymentRoutes],
  expandables: invoiceExpandables,
  serializers: { invoice: (ctx, record: InvoiceRecord) => invoiceOut(ctx, record) },
  start(ctx) {
    startInvoiceOutcomes(ctx);
    startDunning(ctx);
    startDueDates(ctx);
    startLaterCharges(ctx);
    ctx.world.clocks.on('stripe.invoice.finalize', ({ id }: { id: string }) => finalizeByItself(ctx, id));
  },
};
