import type { Context } from 'hono';
import { readCard } from '../../engine/card-input';
import type { Address } from '../api/fields';
import { cardFrom } from '../customers/methods';
import type { Dodo } from '../dodo';
import { COUNTRIES, unsupported } from '../lists/countries';
import type { CheckoutRecord } from '../records/checkout';
import type { CardUsed } from '../records/payment';

export type Form = Record<string, string>;

/** A submitted form, text fields only. */
export async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body)
      .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
      .map(([key, value]) => [key, value.trim()]),
  );
}

/** The session with the customer's input, as far as it may be changed. */
export function withDetails(session: CheckoutRecord, form: Form): CheckoutRecord {
  const { flags } = session.order;
  const bound = session.customerId !== null || session.kind === 'link';
  return {
    ...session,
    email: (bound && !flags.editEmail ? session.email : form.email) ?? session.email,
    name: (bound && session.name && !flags.editName ? session.name : form.name) ?? session.name,
    phone: flags.allowPhone ? (form.phone ?? session.phone) || null : session.phone,
    billing: session.kind === 'link' ? session.billing : address(session, form),
    taxId: flags.allowTaxId ? (form.tax_id ?? session.taxId ?? '') || null : session.taxId,
    businessName: (form.business_name ?? session.businessName ?? '') || null,
    answers: session.order.customFields.map(({ key }) => ({ key, value: form[`field_${key}`] ?? '' })),
  };
}

function address(session: CheckoutRecord, form: Form): Address {
  const country = COUNTRIES.find((code) => code === form.country) ?? session.billing?.country ?? 'US';
  const kept = session.billing;
  return {
    country,
    city: form.city ?? kept?.city ?? null,
    state: form.state ?? kept?.state ?? null,
    street: form.street ?? kept?.street ?? null,
    zipcode: form.zipcode ?? kept?.zipcode ?? null,
  };
}

/** The first missing or invalid field as a sentence; null when the customer can pay. */
export function complaint(session: CheckoutRecord): string | null {
  const { flags, customFields } = session.order;
  if (!/^\S+@\S+\.\S+$/.test(session.email ?? '')) return 'Please enter your email address.';
  if (!session.name) return 'Please enter your name.';
  if (session.billing && unsupported(session.billing.country)) return 'We can’t sell to this country.';
  if (flags.allowPhone && flags.requirePhone && !session.phone) return 'Please enter your phone number.';
  const missing = customFields.find(
    ({ key, required }) => required && !session.answers.find((answer) => answer.key === key)?.value,
  );
  return missing ? `Please fill in “${missing.label}”.` : null;
}

/** The card from the form, or a sentence that says what is wrong with it. */
export function readCardForm(dodo: Dodo, form: Form, holderRequired: boolean): CardUsed | string {
  const input = readCard(form, Math.floor(dodo.now() / 1000));
  if ('error' in input) return input.error;
  if (holderRequired && input.name === '') return 'Please enter the name on the card.';
  return cardFrom(input.card.number, {
    holder: input.name || null,
    expiryMonth: String(input.expMonth).padStart(2, '0'),
    expiryYear: String(input.expYear),
  });
}
