import type { ChargeRecord } from '../api/tables';
import type { CardErrorBody } from '../payment-methods/declines';

type Outcome = NonNullable<ChargeRecord['outcome']>;

const base: Outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 20,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

export const authorized: Outcome = base;

const adviceCodes = ['confirm_card_data', 'do_not_try_again', 'try_again_later'] as const;

export function refusedOutcome(error: CardErrorBody, blocked: boolean): Outcome {
  if (blocked) {
    return {
      ...base,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      risk_score: 85,
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    };
  }
  return {
    ...base,
    advice_code: adviceCodes.find((code) => code === error.advice_code) ?? null,
    network_decline_code: error.network_decline_code ?? null,
    network_status: 'declined_by_network',
    reason: error.decline_code ?? error.code ?? null,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}
