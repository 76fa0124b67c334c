import type { StripeContext } from '../api/context';
import { signal } from '../api/signal';
import type { CustomerRecord } from '../api/tables';
import type { Deleted } from '../api/wire';

const leaving = signal<[CustomerRecord]>();

/**
 * Notified before a customer is deleted, while all their objects still exist, so that subscriptions can be canceled.
 */
export const onCustomerDeleted = leaving.on;

/** Deletes a customer: ends their subscriptions and detaches their payment methods. Emits `customer.deleted`. */
export function deleteCustomer(ctx: StripeContext, customer: CustomerRecord): Deleted {
  const created = ctx.now(customer.id);
  leaving.tell(ctx, customer);
  for (const method of ctx.tables.paymentMethods.by('customer', customer.id)) {
    ctx.tables.paymentMethods.put(method.id, { ...method, customer: null });
  }
  const last = ctx.tables.customers.get(customer.id) ?? customer;
  ctx.emit('customer.deleted', last, undefined, { created });
  ctx.tables.customers.remove(customer.id);
  const stub: Deleted = { id: customer.id, object: 'customer', deleted: true };
  return ctx.tables.deletedCustomers.put(customer.id, stub);
}
