/**
 * Decimal places of a currency in Dodo's amounts: two, but for these. After Dodo's pages "Adaptive Currency", whose
 * minimum amounts carry the places (HUF 175.00, CLP 1000.00, JPY 50), and the SDK's "fils for KWD"; what they do not
 * list follows ISO 4217. A browser's table differs (it gives HUF and ALL none).
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
