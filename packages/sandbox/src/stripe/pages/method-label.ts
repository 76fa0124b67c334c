import type { PaymentMethodRecord } from '../api/tables';

/** `Visa •••• 4242, expires 12/2034`. */
export function methodLabel(method: PaymentMethodRecord | undefined): string {
  if (!method) return 'Unknown';
  const { card } = method;
  if (card) {
    const brand = card.brand.charAt(0).toUpperCase() + card.brand.slice(1);
    return `${brand} •••• ${card.last4}, expires ${String(card.exp_month).padStart(2, '0')}/${card.exp_year}`;
  }
  const bank = method.sepa_debit ?? method.us_bank_account;
  return `Bank account •••• ${bank?.last4 ?? ''}`;
}
