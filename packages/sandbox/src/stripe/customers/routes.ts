import type { StripeContext } from '../api/context';
import { resourceMissing } from '../api/errors';
import { listOf, listParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { CustomerRecord } from '../api/tables';
import { addSource } from '../payment-methods/source';
import { changeBalance } from './balance';
import { balanceRoutes } from './balance-routes';
import { createCustomer } from './create';
import { deleteCustomer } from './deletion';
import { discountFields, discountRoutes, setCustomerDiscount } from './discount';
import { customerExpandables } from './expand';
import { customerFields } from './fields';
import { customerPatch } from './patch';
import { sourceRoutes } from './source-routes';
import { checkTaxId, createTaxId, taxIdFields, taxIdRoutes } from './tax-ids';

const url = '/v1/customers';

/** The customer with that id. @throws 404 also if it was deleted */
const customerOf = (ctx: StripeContext, id: string, param = 'id'): CustomerRecord =>
  ctx.need(ctx.tables.customers, 'customer', id, param);

export const customers: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: {
        ...customerFields,
        ...discountFields,
        payment_method: p.string(),
        tax_id_data: p.array(p.object(taxIdFields), { max: 5 }),
        test_clock: p.string(),
      },
      handler(ctx, { params: { tax_id_data = [], coupon, promotion_code, ...fields } }) {
        for (const taxId of tax_id_data) checkTaxId(taxId.value);
        const customer = createCustomer(ctx, fields);
        for (const taxId of tax_id_data) createTaxId(ctx, customer.id, taxId);
        return setCustomerDiscount(ctx, customer, { coupon, promotion_code });
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, email: p.string(), test_clock: p.string() },
      handler(ctx, { params }) {
        const { email, test_clock } = params;
        const { customers: table } = ctx.tables;
        const source =
          test_clock !== undefined
            ? table.by('test_clock', test_clock)
            : email !== undefined
              ? table.by('email', email)
              : table.newestFirst();
        return listOf<CustomerRecord>(params, {
          url,
          label: 'customer',
          source,
          // Customers of a test clock are only listed when filtering by that clock.
          where: (customer) =>
            (customer.test_clock ?? undefined) === test_clock && (email === undefined || customer.email === email),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/customers/search',
      params: searchParams,
      handler: (ctx, { params }) =>
        searchOf<CustomerRecord>(params, {
          url: '/v1/customers/search',
          source: ctx.tables.customers.newestFirst(),
          fields: {
            created: (customer) => customer.created,
            email: (customer) => customer.email,
            metadata: (customer, key) => customer.metadata[key],
            name: (customer) => customer.name,
            phone: (customer) => customer.phone,
          },
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/customers/:id',
      handler: (ctx, { id }) => ctx.tables.deletedCustomers.get(id) ?? customerOf(ctx, id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/customers/:id',
      params: { ...customerFields, ...discountFields, default_source: p.string() },
      handler(ctx, { id, params: { balance, source, default_source, coupon, promotion_code, ...fields } }) {
        const before = customerOf(ctx, id);
        const patch = customerPatch(ctx, before, fields);
        const saved = source === undefined ? default_source : addSource(ctx, id, source).id;
        if (saved !== undefined) patch.default_source = saved;
        if (default_source !== undefined && ctx.tables.paymentMethods.get(default_source)?.customer !== id) {
          throw resourceMissing('source', default_source, 'default_source');
        }
        const changed = ctx.update(ctx.tables.customers, before, patch, 'customer.updated');
        const customer = setCustomerDiscount(ctx, changed, { coupon, promotion_code });
        if (balance === undefined || balance === customer.balance) return customer;
        const change = { customer, amount: balance - customer.balance, currency: customer.currency ?? 'usd' };
        return changeBalance(ctx, { ...change, type: 'adjustment' }).customer;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/customers/:id',
      handler: (ctx, { id }) => deleteCustomer(ctx, customerOf(ctx, id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/customers/:id/payment_methods',
      params: { ...listParams, type: p.string(), allow_redisplay: p.enumOf('always', 'limited', 'unspecified') },
      handler(ctx, { id, params }) {
        customerOf(ctx, id);
        return listOf(params, {
          url: `/v1/customers/${id}/payment_methods`,
          label: 'PaymentMethod',
          source: ctx.tables.paymentMethods.by('customer', id),
          where: (method) =>
            (params.type === undefined || method.type === params.type) &&
            (params.allow_redisplay === undefined || method.allow_redisplay === params.allow_redisplay),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/customers/:id/payment_methods/:method',
      handler(ctx, { id, method }) {
        customerOf(ctx, id);
        const found = ctx.need(ctx.tables.paymentMethods, 'PaymentMethod', method);
        if (found.customer !== id) throw resourceMissing('PaymentMethod', method);
        return found;
      },
    }),
    ...balanceRoutes,
    ...discountRoutes,
    ...sourceRoutes,
    ...taxIdRoutes,
  ],
  expandables: customerExpandables,
};
