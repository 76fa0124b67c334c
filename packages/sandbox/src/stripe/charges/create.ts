import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { type ParamsOf, p, required } from '../api/params';
import type { ChargeRecord, PaymentMethodRecord } from '../api/tables';
import { shipping } from '../customers/fields';
import { wholeShipping } from '../customers/patch';
import { checkAmount } from '../payment-intents/checks';
import { askIssuer } from '../payment-intents/issuer';
import { tokenMethod } from '../payment-methods/source';
import { type Charged, makeCharge } from './make';
import { disputeIfWanted, planSettlement } from './settle';

export const chargeFields = {
  amount: required(p.integer({ min: 1, max: 99_999_999 })),
  currency: required(p.currency()),
  capture: p.boolean(),
  customer: p.string(),
  description: p.string({ max: 1000 }),
  metadata: p.metadata(),
  receipt_email: p.string(),
  shipping,
  source: p.string(),
  statement_descriptor: p.string({ max: 22 }),
  statement_descriptor_suffix: p.string({ max: 22 }),
};

/** `POST /v1/charges`, the legacy API: charges a token or a saved card without an intent. */
export function createCharge(ctx: StripeContext, params: ParamsOf<typeof chargeFields>): ChargeRecord {
  checkAmount(params.amount, params.currency);
  const method = sourceOf(ctx, params.customer, params.source);
  const charged: Charged = {
    id: null,
    amount: params.amount,
    currency: params.currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: mergeMetadata(null, params.metadata),
    receipt_email: params.receipt_email ?? null,
    shipping: params.shipping ? wholeShipping(params.shipping) : null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
  };
  // A challenge isn't possible here, so the issuer declines.
  const verdict = askIssuer(ctx, method, { offSession: true, challenged: false, mayWait: false });
  if (verdict.kind === 'declined') {
    const failed = makeCharge(ctx, charged, method, { status: 'failed', ...verdict }, false);
    ctx.emit('charge.failed', failed);
    throw cardError({ ...verdict.error, charge: failed.id });
  }
  const captured = params.capture !== false;
  const charge = makeCharge(ctx, charged, method, { status: 'succeeded', captured }, false);
  ctx.emit('charge.succeeded', charge);
  if (captured) planSettlement(ctx, charge);
  disputeIfWanted(ctx, charge);
  return charge;
}

function sourceOf(ctx: StripeContext, customerId: string | undefined, source: string | undefined): PaymentMethodRecord {
  const customer =
    customerId === undefined ? undefined : ctx.need(ctx.tables.customers, 'customer', customerId, 'customer');
  if (source !== undefined) return tokenMethod(ctx, source);
  const saved = ctx.tables.paymentMethods.get(customer?.default_source ?? '');
  if (saved) return saved;
  if (customer) {
    throw cardError({ code: 'missing', message: 'Cannot charge a customer that has no active card', param: 'card' });
  }
  throw invalidRequest('Must provide source or customer.', { code: 'parameter_missing' });
}
