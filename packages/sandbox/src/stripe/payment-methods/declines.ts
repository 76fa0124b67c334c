import type { Decline } from '../../engine/cards';
import type { ErrorBody } from '../api/errors';

export type CardErrorBody = Omit<ErrorBody, 'type'>;

interface Words {
  message: string;
  network: string;
  advice?: string;
  param?: string;
}

const again = 'try_again_later';
const never = 'do_not_try_again';
const check = 'confirm_card_data';

// By decline code; messages as in Stripe's error responses (docs: error codes, decline codes).
const words: Record<string, Words> = {
  generic_decline: { message: 'Your card was declined.', network: '01', advice: again },
  insufficient_funds: { message: 'Your card has insufficient funds.', network: '51', advice: again },
  lost_card: { message: 'Your card was declined.', network: '41', advice: never },
  stolen_card: { message: 'Your card was declined.', network: '43', advice: never },
  fraudulent: { message: 'Your card was declined.', network: '59', advice: never },
  expired_card: { message: 'Your card has expired.', network: '54', advice: check, param: 'exp_month' },
  incorrect_cvc: { message: "Your card's security code is incorrect.", network: 'N7', advice: check, param: 'cvc' },
  incorrect_number: { message: 'Your card number is incorrect.', network: '14', advice: check, param: 'number' },
  processing_error: {
    message: 'An error occurred while processing your card. Try again in a little bit.',
    network: '96',
    advice: again,
  },
};

/** The fields of a decline's card error. */
export function declineBody(decline: Decline): CardErrorBody {
  const declineCode = decline.declineCode ?? decline.code;
  const known = words[declineCode];
  return {
    ...(known?.advice ? { advice_code: known.advice } : {}),
    code: decline.code,
    decline_code: declineCode,
    message: known?.message ?? 'Your card was declined.',
    network_decline_code: known?.network ?? '01',
    param: known?.param ?? '',
  };
}

/** Off-session, and the bank requires the customer. */
export const authenticationRequired: CardErrorBody = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
  network_decline_code: '65',
};

/** Further attempts are pointless: automatic retries stop (docs/providers/stripe.md#failed-payments). */
export const isHardDecline = (error: { code?: string | null; decline_code?: string | null } | null): boolean =>
  error !== null &&
  ['lost_card', 'stolen_card', 'incorrect_number', 'pickup_card', 'authentication_required'].includes(
    error.decline_code ?? error.code ?? '',
  );
