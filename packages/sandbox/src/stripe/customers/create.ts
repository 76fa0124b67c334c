import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { invoicePrefix, newId } from '../api/ids';
import type { CustomerRecord } from '../api/tables';
import { attach, paymentMethodOf } from '../payment-methods/attach';
import { addSource } from '../payment-methods/source';
import { changeBalance } from './balance';
import { type CustomerFields, checkEmail, customerPatch } from './patch';

export interface NewCustomer extends CustomerFields {
  payment_method?: string | undefined;
  test_clock?: string | undefined;
}

const PER_CLOCK = 3;

/**
 * Stores a customer and emits `customer.created`.
 * @throws 402 when the payment method can't be saved (nothing is created then), 400 for invalid fields
 */
export function createCustomer(ctx: StripeContext, wanted: NewCustomer = {}): CustomerRecord {
  checkEmail(wanted.email);
  const clock = wanted.test_clock === undefined ? null : clockFor(ctx, wanted.test_clock);
  const id = newId('customer');
  const blank: CustomerRecord = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: ctx.world.clocks.now(clock ?? 'main'),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: invoicePrefix(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: clock,
  };
  const { payment_method, source, invoice_settings, balance, ...fields } = wanted;
  const plain = customerPatch(ctx, blank, fields);
  ctx.tables.customers.put(id, blank);
  try {
    // Attached before the event is emitted, so that a decline leaves nothing behind.
    const method = payment_method === undefined ? null : attach(ctx, paymentMethodOf(ctx, payment_method), id).id;
    const default_source = source === undefined ? null : addSource(ctx, id, source).id;
    // A predefined name refers to the payment method that was just created from it.
    const named = invoice_settings?.default_payment_method;
    const settings = invoice_settings && {
      ...invoice_settings,
      default_payment_method: named === payment_method ? method : (named ?? null),
    };
    const patch = settings ? customerPatch(ctx, blank, { invoice_settings: settings }) : {};
    const customer = ctx.tables.customers.put(id, { ...blank, ...plain, ...patch, default_source });
    ctx.emit('customer.created', customer);
    if (!balance) return customer;
    return changeBalance(ctx, { customer, amount: balance, currency: 'usd', type: 'adjustment' }).customer;
  } catch (error) {
    ctx.tables.customers.remove(id);
    throw error;
  }
}

function clockFor(ctx: StripeContext, id: string): string {
  ctx.need(ctx.tables.testClocks, 'test clock', id, 'test_clock');
  if (ctx.tables.customers.by('test_clock', id).length >= PER_CLOCK) {
    throw invalidRequest(`You have reached the maximum of ${PER_CLOCK} customers for this test clock.`, {
      param: 'test_clock',
    });
  }
  return id;
}
