import { z } from 'zod';
import { COUNTRIES } from '../lists/countries';
import { CURRENCIES } from '../lists/currencies';
import { PAYMENT_METHOD_TYPES } from '../lists/payment-method-types';
import { readStamp } from '../time/stamp';
import { refused } from './errors';

/** Field types shared by several request bodies. Nearly every optional field accepts null (SDK types). */
export const country = z.enum(COUNTRIES);
export const currency = z.enum(CURRENCIES);
export const interval = z.enum(['Day', 'Week', 'Month', 'Year']);
export const taxCategory = z.enum(['digital_products', 'saas', 'e_book', 'edtech', 'live_tutoring']);
export const paymentMethodTypes = z.array(z.enum(PAYMENT_METHOD_TYPES));

/** An RFC 3339 time as unix milliseconds. */
export const moment = z.string().transform((text, ctx) => {
  const ms = readStamp(text);
  if (ms === null) ctx.addIssue({ code: 'custom', message: 'not an RFC 3339 time' });
  return ms ?? 0;
});

export const billingAddress = z.strictObject({
  country,
  city: z.string().nullish(),
  state: z.string().nullish(),
  street: z.string().nullish(),
  zipcode: z.string().nullish(),
});

export const customerRequest = z.union([
  z.strictObject({ customer_id: z.string() }),
  z.strictObject({ email: z.email(), name: z.string().nullish(), phone_number: z.string().nullish() }),
]);

const rawMetadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** At most 50 pairs, keys of 40 and values of 500 characters (Dodo docs, metadata). @throws 422 MAXIMUM_KEYS_REACHED */
export const metadata = rawMetadata.superRefine((value, ctx) => {
  const keys = Object.keys(value);
  if (keys.length > 50) throw refused('MAXIMUM_KEYS_REACHED', 'Exceeds 50 key-value pairs');
  for (const key of keys) {
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(key)) ctx.addIssue({ code: 'custom', message: `key ${key} is not allowed` });
    if (String(value[key]).length > 500) ctx.addIssue({ code: 'custom', message: `value of ${key} is too long` });
  }
});

export type Metadata = z.output<typeof rawMetadata>;
export type Address = {
  country: z.output<typeof country>;
  city: string | null;
  state: string | null;
  street: string | null;
  zipcode: string | null;
};

/** All five keys, null where unknown: Dodo's own adapter requires them (@dodopayments/core). */
export function fullAddress(given: z.output<typeof billingAddress>): Address {
  const { country: where, city = null, state = null, street = null, zipcode = null } = given;
  return { country: where, city, state, street, zipcode };
}
