/**
 * Decimal places of a currency in Dodo's amounts: two, with these exceptions. From Dodo's page "Adaptive Currency",
 * whose minimum amounts show the decimal places (HUF 175.00, CLP 1000.00, JPY 50), and the SDK's "fils for KWD".
 * Currencies they don't list follow ISO 4217. Intl's data differs (no decimals for HUF and ALL).
 */
const WITHOUT = new Set([
  'BIF',
  'DJF',
  'GNF',
  'JPY',
  'KMF',
  'KRW',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
]);
const THREE = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

export function exponent(currency: string): number {
  if (WITHOUT.has(currency)) return 0;
  return THREE.has(currency) ? 3 : 2;
}
