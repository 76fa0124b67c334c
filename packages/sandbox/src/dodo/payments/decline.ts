import { findCard } from '../../engine/cards';
import type { CardUsed } from '../records/payment';
import { findBankAccount } from './bank-accounts';

export interface Decline {
  code: string;
  message: string;
  /** A soft decline may succeed later. Only soft declines are retried. */
  soft: boolean;
}

/** Codes and advice from Dodo's page "Transaction failures", reworded. */
const DECLINES: Record<string, { message: string; soft: boolean }> = {
  GENERIC_DECLINE: { message: 'The bank declined the card. Try another card or ask the bank.', soft: true },
  INSUFFICIENT_FUNDS: { message: 'The card has insufficient funds. Try another card.', soft: true },
  PROCESSING_ERROR: { message: 'The card could not be processed just now. Try again.', soft: true },
  AUTHENTICATION_FAILURE: { message: 'The bank could not confirm that it was you. Try again.', soft: false },
  AUTHENTICATION_REQUIRED: { message: 'The bank requires the customer to confirm this payment.', soft: false },
  LOST_CARD: { message: 'The card was declined. Try another card.', soft: false },
  STOLEN_CARD: { message: 'The card was declined. Try another card.', soft: false },
  FRAUDULENT: { message: 'The payment was stopped because it looks fraudulent.', soft: false },
  PAYMENT_METHOD_UNSUPPORTED: { message: 'This payment method does not work here. Choose another one.', soft: false },
  EXPIRED_CARD: { message: 'The card has expired. Use another card.', soft: false },
  INCORRECT_CVC: { message: 'The security code is wrong. Check it and try again.', soft: false },
  INCORRECT_NUMBER: { message: 'The card number is wrong. Check it and try again.', soft: false },
  TEST_MODE_LIVE_CARD: { message: 'Only test cards work here. Pick one from the list.', soft: false },
};

export function decline(code: string): Decline {
  const known = DECLINES[code] ?? { message: 'The card was declined.', soft: false };
  return { code, ...known };
}

/** The bank's response to a charge: null is approval, `challenge` requires the customer first. */
export function verdict(
  card: CardUsed,
  { withCustomer, authenticated, force3ds }: { withCustomer: boolean; authenticated: boolean; force3ds: boolean },
): Decline | 'challenge' | null {
  // Debits aren't authorized: their outcome follows days later.
  if (findBankAccount(card.number)) return null;
  const known = findCard(card.number);
  if (!known) return decline(passesLuhn(card.number) ? 'TEST_MODE_LIVE_CARD' : 'INCORRECT_NUMBER');
  const { declines, declinesWhen, authentication } = known.behavior;
  const asks = authentication !== undefined || force3ds;
  if (withCustomer && asks && !authenticated) return 'challenge';
  if (!withCustomer && authentication === 'always') return decline('AUTHENTICATION_REQUIRED');
  if (!declines || (declinesWhen === 'later' && withCustomer)) return null;
  return decline((declines.declineCode ?? declines.code).toUpperCase());
}

function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const total = [...number].reverse().reduce((sum, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return total % 10 === 0;
}

/** The decline for a payment's error code. */
export function findDecline(code: string | null): Decline {
  return decline(code ?? 'GENERIC_DECLINE');
}
