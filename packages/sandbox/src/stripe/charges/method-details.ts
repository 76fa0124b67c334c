import type { ChargeRecord, PaymentMethodRecord } from '../api/tables';

type Details = NonNullable<ChargeRecord['payment_method_details']>;

/** `payment_method_details` of a charge. */
export function methodDetails(method: PaymentMethodRecord, amount: number, challenged: boolean): Details {
  const { card } = method;
  if (card) {
    return {
      type: 'card',
      card: {
        amount_authorized: amount,
        authorization_code: null,
        brand: card.brand,
        checks: card.checks && { ...card.checks, cvc_check: card.checks.cvc_check && 'pass' },
        country: card.country,
        electronic_commerce_indicator: challenged ? '05' : null,
        exp_month: card.exp_month,
        exp_year: card.exp_year,
        extended_authorization: { status: 'disabled' },
        fingerprint: card.fingerprint ?? null,
        funding: card.funding,
        incremental_authorization: { status: 'unavailable' },
        installments: null,
        last4: card.last4,
        mandate: null,
        multicapture: { status: 'unavailable' },
        network: card.brand,
        network_token: { used: false },
        network_transaction_id: null,
        overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
        regulated_status: 'unregulated',
        three_d_secure: challenged ? passed3ds : null,
        transaction_link_id: null,
        wallet: null,
      },
    };
  }
  if (method.sepa_debit) {
    const { bank_code, branch_code, country, fingerprint, last4 } = method.sepa_debit;
    return { type: 'sepa_debit', sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: null } };
  }
  if (method.us_bank_account) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = method.us_bank_account;
    return {
      type: 'us_bank_account',
      us_bank_account: {
        account_holder_type,
        account_type,
        bank_name,
        fingerprint,
        last4,
        payment_reference: null,
        routing_number,
      },
    };
  }
  return { type: method.type };
}

const passed3ds: NonNullable<NonNullable<Details['card']>['three_d_secure']> = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
