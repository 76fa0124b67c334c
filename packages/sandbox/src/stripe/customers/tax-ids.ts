import type { StripeContext } from '../api/context';
import { invalidRequest, resourceMissing } from '../api/errors';
import { newId } from '../api/ids';
import { listOf, pageParams } from '../api/list';
import { p, required } from '../api/params';
import { defineRoute, type Route } from '../api/route';
import type { TaxIdRecord } from '../api/tables';

export const taxIdFields = { type: required(p.string()), value: required(p.string({ max: 60 })) };

/** @throws 400 for an impossible tax ID; country formats aren't checked */
export function checkTaxId(value: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9 ./-]{2,}$/.test(value)) return;
  throw invalidRequest('Invalid value for tax_id.', { code: 'tax_id_invalid', param: 'value' });
}

export function createTaxId(ctx: StripeContext, customer: string, taxId: { type: string; value: string }): TaxIdRecord {
  checkTaxId(taxId.value);
  const id = newId('tax_id');
  const record = ctx.tables.taxIds.put(id, {
    id,
    object: 'tax_id',
    country: taxId.type.length === 6 || taxId.type.includes('_') ? countryOf(taxId) : null,
    created: ctx.now(customer),
    customer,
    customer_account: null,
    livemode: false,
    owner: { type: 'customer', customer, customer_account: null },
    // The list of types grows with every API version; any type is stored as sent.
    type: taxId.type as TaxIdRecord['type'],
    value: taxId.value,
    verification: { status: 'pending', verified_address: null, verified_name: null },
  });
  ctx.emit('customer.tax_id.created', record);
  return record;
}

/** The value of `eu_vat` starts with its country; for `gb_vat` it's in the type. */
const countryOf = ({ type, value }: { type: string; value: string }): string =>
  (type.startsWith('eu_') ? value : type).slice(0, 2).toUpperCase();

const owned = (ctx: StripeContext, customer: string, id: string): TaxIdRecord => {
  const found = ctx.tables.taxIds.get(id);
  if (found?.customer !== customer) throw resourceMissing('tax_id', id);
  return found;
};

export const taxIdRoutes: Route[] = [
  defineRoute({
    method: 'POST',
    path: '/v1/customers/:id/tax_ids',
    params: taxIdFields,
    handler(ctx, { id, params }) {
      ctx.need(ctx.tables.customers, 'customer', id);
      return createTaxId(ctx, id, params);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/tax_ids',
    params: pageParams,
    handler(ctx, { id, params }) {
      ctx.need(ctx.tables.customers, 'customer', id);
      return listOf(params, { url: `/v1/customers/${id}/tax_ids`, source: ctx.tables.taxIds.by('customer', id) });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/customers/:id/tax_ids/:taxId',
    handler: (ctx, { id, taxId }) => owned(ctx, id, taxId),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/customers/:id/tax_ids/:taxId',
    handler(ctx, { id, taxId }) {
      const found = owned(ctx, id, taxId);
      ctx.tables.taxIds.remove(taxId);
      ctx.emit('customer.tax_id.deleted', found);
      return { id: taxId, object: 'tax_id', deleted: true };
    },
  }),
];
