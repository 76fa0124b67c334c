import { createHash } from 'node:crypto';
import type { Card } from '../../engine/cards';
import type { PaymentMethodRecord } from '../api/tables';

type CardDetails = NonNullable<PaymentMethodRecord['card']>;

/** The same number always has the same fingerprint. */
export function fingerprint(number: string): string {
  return createHash('sha256').update(`card ${number}`).digest('base64').replace(/[+/=]/g, '').slice(0, 16);
}

const DISPLAY_BRANDS: Record<Card['brand'], string> = {
  visa: 'visa',
  mastercard: 'mastercard',
  amex: 'american_express',
  discover: 'discover',
};

/** The `card` member of a payment method. */
export function cardDetails(card: Card, expiry: { month: number; year: number }, hasCvc: boolean): CardDetails {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: hasCvc ? 'unchecked' : null },
    country: card.country,
    display_brand: DISPLAY_BRANDS[card.brand],
    exp_month: expiry.month,
    exp_year: expiry.year,
    fingerprint: fingerprint(card.number),
    funding: card.funding,
    generated_from: null,
    last4: card.last4,
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}
