import type { StripeContext } from '../api/context';
import { resourceMissing } from '../api/errors';
import { clearable, p, removedIn } from '../api/params';
import { defineRoute, type Route } from '../api/route';
import type { CustomerRecord } from '../api/tables';
import { grantDiscounts } from '../subscriptions/discounts';

// The parameters for a customer's discount were removed in clover; existing discounts stay in effect.
export const discountFields = {
  coupon: removedIn('2025-09-30', clearable(p.string())),
  promotion_code: removedIn('2025-09-30', p.string()),
};

/**
 * Sets or (with null) removes the discount on all of a customer's invoices. Emits customer.discount.* and
 * customer.updated.
 */
export function setCustomerDiscount(
  ctx: StripeContext,
  customer: CustomerRecord,
  requested: { coupon?: string | null | undefined; promotion_code?: string | undefined },
): CustomerRecord {
  const { coupon, promotion_code } = requested;
  if (coupon === undefined && promotion_code === undefined) return customer;
  if (coupon === null) return endCustomerDiscount(ctx, customer);
  const [id = ''] = grantDiscounts(ctx, [promotion_code === undefined ? { coupon } : { promotion_code }], {
    customer: customer.id,
  });
  const discount = ctx.need(ctx.tables.discounts, 'discount', id);
  const before = customer.discount;
  const updated = ctx.tables.customers.put(customer.id, { ...customer, discount });
  ctx.emit(before ? 'customer.discount.updated' : 'customer.discount.created', discount, before ?? undefined);
  ctx.emit('customer.updated', updated, { discount: before ?? null });
  return updated;
}

/** Removes a customer's discount, if any. */
function endCustomerDiscount(ctx: StripeContext, customer: CustomerRecord): CustomerRecord {
  const { discount } = customer;
  if (!discount) return customer;
  const ended = { ...discount, end: ctx.now(customer.id) };
  const updated = ctx.tables.customers.put(customer.id, { ...customer, discount: null });
  ctx.emit('customer.discount.deleted', ended);
  ctx.emit('customer.updated', updated, { discount });
  return updated;
}

export const discountRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/discount',
    handler(ctx, { id }) {
      const { discount } = ctx.need(ctx.tables.customers, 'customer', id);
      if (!discount) throw resourceMissing('discount for customer', id);
      return discount;
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/customers/:id/discount',
    handler(ctx, { id }) {
      const customer = ctx.need(ctx.tables.customers, 'customer', id);
      const { discount } = customer;
      if (!discount) throw resourceMissing('discount for customer', id);
      endCustomerDiscount(ctx, customer);
      return { ...discount, deleted: true };
    },
  }),
];
