import { type Card, findCard } from './cards';

/** The customer's input in the card form of a hosted page, validated. */
export interface CardInput {
  card: Card;
  expMonth: number;
  expYear: number;
  cvc: string;
  name: string;
  country: string;
  postalCode: string;
}

/** Reads the fields of `CardFields`. `now` (unix seconds) determines whether the card has expired. */
export function readCard(form: Record<string, unknown>, now: number): CardInput | { error: string } {
  const text = (name: string): string => {
    const value = form[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const card = findCard(text('card_number'));
  if (!card) {
    return { error: 'This is the sandbox: only test cards work here. Pick one from the list.' };
  }
  const expiry = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/.exec(text('card_expiry'));
  const expMonth = Number(expiry?.[1]);
  const year = Number(expiry?.[2]);
  const expYear = year < 100 ? 2000 + year : year;
  if (!expiry || expMonth < 1 || expMonth > 12)
    return { error: 'The expiry date is written as month / year, like 12 / 34.' };
  if (Date.UTC(expYear, expMonth) / 1000 <= now)
    return { error: 'This card has expired. Any date in the future works.' };
  const cvc = text('card_cvc');
  const length = card.brand === 'amex' ? 4 : 3;
  if (!/^\d{3,4}$/.test(cvc) || cvc.length < length) return { error: `The security code has ${length} digits.` };
  return {
    card,
    expMonth,
    expYear,
    cvc,
    name: text('card_name'),
    country: text('card_country') || card.country,
    postalCode: text('card_postal_code'),
  };
}
