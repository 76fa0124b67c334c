import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { CustomerRecord } from '../api/tables';
import type { address, customerFields } from './fields';

export type CustomerFields = ParamsOf<typeof customerFields>;
type AddressFields = ReturnType<(typeof address)['parse']>;
type Address = NonNullable<CustomerRecord['address']>;

/** An address with all members; missing ones are null. */
export function wholeAddress(fields: AddressFields): Address {
  const { city, country, line1, line2, postal_code, state } = fields;
  return {
    city: city ?? null,
    country: country ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postal_code ?? null,
    state: state ?? null,
  };
}

/** Stripe's check of an email: something, an @, something with a dot. */
export function checkEmail(email: string | null | undefined, param = 'email'): void {
  if (!email || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return;
  throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param });
}

/**
 * The changes of a customer for these parameters. The caller handles `balance` and `source`, which have their own
 * effects.
 * @throws 400 for an invalid email or another customer's payment method
 */
export function customerPatch(
  ctx: StripeContext,
  customer: CustomerRecord,
  fields: CustomerFields,
): Partial<CustomerRecord> {
  checkEmail(fields.email);
  const patch: Partial<CustomerRecord> = {};
  if (fields.address !== undefined) patch.address = fields.address && wholeAddress(fields.address);
  if (fields.description !== undefined) patch.description = fields.description;
  if (fields.email !== undefined) patch.email = fields.email;
  if (fields.name !== undefined) patch.name = fields.name;
  if (fields.phone !== undefined) patch.phone = fields.phone;
  if (typeof fields.business_name === 'string') patch.business_name = fields.business_name;
  if (typeof fields.individual_name === 'string') patch.individual_name = fields.individual_name;
  if (fields.invoice_prefix !== undefined) patch.invoice_prefix = fields.invoice_prefix;
  if (fields.next_invoice_sequence !== undefined) patch.next_invoice_sequence = fields.next_invoice_sequence;
  if (fields.preferred_locales !== undefined) patch.preferred_locales = fields.preferred_locales ?? [];
  if (fields.tax_exempt !== undefined) patch.tax_exempt = fields.tax_exempt ?? 'none';
  if (fields.metadata !== undefined) patch.metadata = mergeMetadata(customer.metadata, fields.metadata);
  if (fields.shipping !== undefined) patch.shipping = fields.shipping && wholeShipping(fields.shipping);
  if (fields.invoice_settings) patch.invoice_settings = settings(ctx, customer, fields.invoice_settings);
  return patch;
}

/** A shipping address with all members. */
export function wholeShipping(given: NonNullable<CustomerFields['shipping']>): NonNullable<CustomerRecord['shipping']> {
  const { name, phone, carrier, tracking_number } = given;
  return {
    address: wholeAddress(given.address),
    name,
    phone: phone ?? null,
    ...(carrier ? { carrier } : {}),
    ...(tracking_number ? { tracking_number } : {}),
  };
}

function settings(
  ctx: StripeContext,
  customer: CustomerRecord,
  given: NonNullable<CustomerFields['invoice_settings']>,
): CustomerRecord['invoice_settings'] {
  const { custom_fields, default_payment_method: method, footer } = given;
  if (typeof method === 'string') {
    const found = ctx.need(
      ctx.tables.paymentMethods,
      'PaymentMethod',
      method,
      'invoice_settings[default_payment_method]',
    );
    if (found.customer !== customer.id) {
      throw invalidRequest(
        `The customer does not have a payment method with the ID ${method}. The payment method must be attached to the customer.`,
        { code: 'resource_missing', param: 'invoice_settings[default_payment_method]' },
      );
    }
  }
  return {
    ...customer.invoice_settings,
    ...(custom_fields === undefined ? {} : { custom_fields }),
    ...(method === undefined ? {} : { default_payment_method: method }),
    ...(footer === undefined ? {} : { footer }),
  };
}
