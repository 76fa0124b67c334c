import { Hono } from 'hono';
import { z } from 'zod';
import { id } from '../../engine/random';
import { queryBoolean, readBody, readQuery } from '../api/body';
import { conflict, invalidBody, notFound } from '../api/errors';
import { currency, metadata, moment } from '../api/fields';
import { matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { DiscountRecord } from '../records/discount';
import { discountWire } from './wire';

const count = z.number().int().min(1);

const createBody = z.strictObject({
  amount: count,
  type: z.enum(['percentage', 'flat']),
  code: z.string().min(3).nullish(),
  name: z.string().nullish(),
  currency_options: z
    .array(
      z.strictObject({
        currency,
        is_default: z.boolean().default(false),
        max_amount_possible: z.number().int().min(0).nullish(),
        minimum_subtotal: z.number().int().min(0).default(0),
      }),
    )
    .nullish(),
  customer_eligibility: z.enum(['any', 'first_time', 'existing', 'specific']).nullish(),
  starts_at: moment.nullish(),
  expires_at: moment.nullish(),
  usage_limit: count.nullish(),
  per_customer_usage_limit: count.nullish(),
  restricted_to: z.array(z.string()).nullish(),
  subscription_cycles: count.nullish(),
  preserve_on_plan_change: z.boolean().nullish(),
  metadata: metadata.nullish(),
});

type Body = z.output<typeof createBody>;

const updateBody = createBody.partial().extend({ amount: count.nullish(), type: createBody.shape.type.nullish() });

const listQuery = pageQuery.extend({
  active: queryBoolean.optional(),
  code: z.string().optional(),
  discount_type: z.enum(['percentage', 'flat']).optional(),
  product_id: z.string().optional(),
});

export function discountRoutes(dodo: Dodo): Hono {
  const { discounts } = dodo.tables;
  const routes = new Hono();
  const find = (discountId: string): DiscountRecord => {
    const row = need(discounts, discountId);
    if (row.deleted) throw notFound();
    return row;
  };

  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const keep = (row: DiscountRecord) =>
      !row.deleted &&
      matches(query.active, isActive(dodo, row)) &&
      matches(query.code?.toUpperCase(), row.code) &&
      matches(query.discount_type, row.type) &&
      (query.product_id === undefined || row.restrictedTo.length === 0 || row.restrictedTo.includes(query.product_id));
    return c.json(page(discounts.newestFirst(), query, keep, discountWire));
  });

  routes.post('/', async (c) => {
    const body = await readBody(c, createBody);
    const row: DiscountRecord = {
      id: newId('dsc_'),
      createdMs: dodo.now(),
      timesUsed: 0,
      deleted: false,
      ...settings(body, null),
    };
    checkDiscount(dodo, row);
    return c.json(discountWire(discounts.put(row.id, row)));
  });

  routes.get('/code/:code', (c) => {
    const [row] = discounts.by('code', c.req.param('code').toUpperCase());
    if (!row) throw notFound();
    return c.json(discountWire(row));
  });

  routes.get('/:id', (c) => c.json(discountWire(find(c.req.param('id')))));

  routes.patch('/:id', async (c) => {
    const row = find(c.req.param('id'));
    const body = await readBody(c, updateBody);
    const next = { ...row, ...settings(body, row) };
    checkDiscount(dodo, next);
    return c.json(discountWire(discounts.put(row.id, next)));
  });

  routes.delete('/:id', (c) => {
    const row = find(c.req.param('id'));
    // Payments and subscriptions keep showing the discount they received.
    discounts.put(row.id, { ...row, deleted: true });
    return c.body(null, 204);
  });

  return routes;
}

type Settings = Omit<DiscountRecord, 'id' | 'createdMs' | 'timesUsed' | 'deleted'>;

/** The value in the request, else the existing value, else the default. */
function settings(body: { [K in keyof Body]?: Body[K] | null | undefined }, before: DiscountRecord | null): Settings {
  const kept = <T>(given: T | undefined, old: T | undefined, standard: T): T =>
    given !== undefined ? given : old !== undefined ? old : standard;
  return {
    code: (body.code ?? before?.code ?? id('', 16)).toUpperCase(),
    name: kept(body.name, before?.name, null),
    type: body.type ?? before?.type ?? 'percentage',
    amount: body.amount ?? before?.amount ?? 1,
    currencyOptions:
      body.currency_options?.map((option) => ({
        ...option,
        max_amount_possible: option.max_amount_possible ?? null,
      })) ??
      before?.currencyOptions ??
      [],
    eligibility: body.customer_eligibility ?? before?.eligibility ?? 'any',
    startsMs: kept(body.starts_at, before?.startsMs, null),
    expiresMs: kept(body.expires_at, before?.expiresMs, null),
    usageLimit: kept(body.usage_limit, before?.usageLimit, null),
    perCustomerLimit: kept(body.per_customer_usage_limit, before?.perCustomerLimit, null),
    restrictedTo: body.restricted_to ?? before?.restrictedTo ?? [],
    cycles: kept(body.subscription_cycles, before?.cycles, null),
    preserve: body.preserve_on_plan_change ?? before?.preserve ?? false,
    metadata: body.metadata ?? before?.metadata ?? {},
  };
}

/** @throws 409 DISCOUNT_CODE_ALREADY_EXISTS; 422 INVALID_REQUEST_BODY for settings that contradict each other */
function checkDiscount(dodo: Dodo, row: DiscountRecord): void {
  if (dodo.tables.discounts.by('code', row.code).some((other) => other.id !== row.id))
    throw conflict('DISCOUNT_CODE_ALREADY_EXISTS', 'A discount with this code already exists');
  if (row.type === 'percentage' && row.amount > 10_000) throw invalidBody('amount: at most 10000 basis points.');
  if (row.type === 'flat' && !row.currencyOptions.some((option) => option.is_default))
    throw invalidBody('currency_options: a flat discount needs a default row.');
  if (row.usageLimit !== null && (row.perCustomerLimit ?? 0) > row.usageLimit)
    throw invalidBody('per_customer_usage_limit: at most usage_limit.');
  if (row.startsMs !== null && row.expiresMs !== null && row.startsMs >= row.expiresMs)
    throw invalidBody('starts_at: before expires_at.');
}

function isActive(dodo: Dodo, row: DiscountRecord): boolean {
  const now = dodo.now();
  const used = row.usageLimit !== null && row.timesUsed >= row.usageLimit;
  return !used && (row.expiresMs === null || row.expiresMs > now) && (row.startsMs === null || row.startsMs <= now);
}
