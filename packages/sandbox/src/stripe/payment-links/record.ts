import type { Stripe } from 'stripe';
import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import { mergeMetadata } from '../api/metadata';
import type { Wire } from '../api/wire';
import { orderLines } from '../checkout/lines';
import type { LinkChange, LinkParams } from './fields';

export type PaymentLinkRecord = Wire<Stripe.PaymentLink>;

/** What a link sells, and what it passes to its sessions; Stripe doesn't return all of it. */
interface HiddenLink {
  id: string;
  params: LinkParams;
}

export const linkTable = (ctx: StripeContext) => ctx.world.store.table<PaymentLinkRecord>('stripe.payment-links');
const hiddenLinks = (ctx: StripeContext) => ctx.world.store.table<HiddenLink>('stripe.payment-link-memory');

/** The parameters a link was created with. @throws Error for an unknown link */
export function linkParams(ctx: StripeContext, id: string): LinkParams {
  const hidden = hiddenLinks(ctx).get(id);
  if (!hidden) throw new Error(`There is no hidden state of the payment link ${id}.`);
  return hidden.params;
}

/** `subscription` if one of its prices is recurring. */
export const linkMode = (ctx: StripeContext, params: LinkParams): 'payment' | 'subscription' =>
  params.line_items.some(({ price }) => ctx.tables.prices.get(price)?.type === 'recurring')
    ? 'subscription'
    : 'payment';

/** `POST /v1/payment_links`. @throws 400 for prices that can't be combined */
export function createLink(ctx: StripeContext, params: LinkParams): PaymentLinkRecord {
  const mode = linkMode(ctx, params);
  const [first] = orderLines(ctx, { mode, line_items: params.line_items });
  const id = newId('payment_link');
  hiddenLinks(ctx).put(id, { id, params });
  const link: PaymentLinkRecord = {
    id,
    object: 'payment_link',
    active: true,
    after_completion: { hosted_confirmation: { custom_message: null }, type: 'hosted_confirmation' },
    allow_promotion_codes: false,
    application: null,
    application_fee_amount: null,
    application_fee_percent: null,
    automatic_tax: { enabled: false, liability: null },
    billing_address_collection: 'auto',
    consent_collection: null,
    currency: params.currency ?? first?.currency ?? 'usd',
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_creation: mode === 'subscription' ? 'always' : 'if_required',
    inactive_message: null,
    invoice_creation: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    on_behalf_of: null,
    payment_intent_data: null,
    payment_method_collection: 'always',
    payment_method_options: null,
    payment_method_types: null,
    phone_number_collection: { enabled: false },
    restrictions: null,
    shipping_address_collection: null,
    shipping_options: [],
    submit_type: 'auto',
    subscription_data: null,
    tax_id_collection: { enabled: false, required: 'never' },
    transfer_data: null,
    url: `${ctx.world.config.url}/pay/stripe/link/${id}`,
  };
  return linkTable(ctx).put(id, { ...link, ...linkPatch(link, params) });
}

/** The changes of a link's visible fields for these parameters. */
export function linkPatch(link: PaymentLinkRecord, params: LinkChange): Partial<PaymentLinkRecord> {
  const { after_completion: after, metadata } = params;
  const given = Object.fromEntries(Object.entries(shown(params)).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(after === undefined ? {} : { after_completion: completion(after) }),
    metadata: mergeMetadata(link.metadata, metadata),
  };
}

const shown = (params: LinkChange) => ({
  active: params.active,
  allow_promotion_codes: params.allow_promotion_codes,
  customer_creation: params.customer_creation,
  inactive_message: params.inactive_message,
  payment_method_collection: params.payment_method_collection,
});

function completion(after: NonNullable<LinkChange['after_completion']>): PaymentLinkRecord['after_completion'] {
  if (after.type === 'redirect') return { type: 'redirect', redirect: { url: after.redirect?.url ?? '' } };
  return {
    type: 'hosted_confirmation',
    hosted_confirmation: { custom_message: after.hosted_confirmation?.custom_message ?? null },
  };
}
