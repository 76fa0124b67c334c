import { type Expandables, included, reference } from '../api/expand';
import { embeddedList } from '../api/list';
import type { CustomerRecord } from '../api/tables';
import { cardSource } from '../payment-methods/source';

export const customerExpandables: Expandables = {
  'customer.default_source': reference('*', (ctx, id) => {
    const method = ctx.tables.paymentMethods.get(id);
    return method && cardSource(method);
  }),
  'customer.invoice_settings.default_payment_method': reference('payment_method', (ctx, id) =>
    ctx.tables.paymentMethods.get(id),
  ),
  'customer.test_clock': reference('test_helpers.test_clock', (ctx, id) => ctx.tables.testClocks.get(id)),
  'customer.tax_ids': included<CustomerRecord>('tax_id', (ctx, customer) =>
    embeddedList(ctx.tables.taxIds.by('customer', customer.id), `/v1/customers/${customer.id}/tax_ids`),
  ),
  'customer.sources': included<CustomerRecord>('*', (ctx, customer) =>
    embeddedList(
      ctx.tables.paymentMethods
        .by('customer', customer.id)
        .filter((method) => method.id.startsWith('card_'))
        .map(cardSource),
      `/v1/customers/${customer.id}/sources`,
    ),
  ),
  'customer.invoice_credit_balance': included<CustomerRecord>('*', (_, customer) =>
    customer.currency ? { [customer.currency]: customer.balance } : {},
  ),
  'customer.tax': included<CustomerRecord>('*', () => ({
    automatic_tax: 'unrecognized_location',
    ip_address: null,
    location: null,
    provider: 'stripe',
  })),
  'customer_balance_transaction.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
  'customer_balance_transaction.invoice': reference('invoice', (ctx, id) => ctx.tables.invoices.get(id)),
};
