import type DodoPayments from 'dodopayments';

type Country = DodoPayments.CountryCode;

/**
 * Standard rates in basis points. A simplified version of the merchant of record's tax engine: only what a demo needs.
 */
const RATES: Partial<Record<Country, number>> = {
  AT: 2000,
  AU: 1000,
  BE: 2100,
  CA: 500,
  CH: 810,
  CZ: 2100,
  DE: 1900,
  DK: 2500,
  ES: 2100,
  FI: 2550,
  FR: 2000,
  GB: 2000,
  GR: 2400,
  HU: 2700,
  IE: 2300,
  IN: 1800,
  IT: 2200,
  JP: 1000,
  KR: 1000,
  LU: 1700,
  NL: 2100,
  NO: 2500,
  NZ: 1500,
  PL: 2300,
  PT: 2300,
  RO: 2100,
  SE: 2500,
  SG: 900,
  ZA: 1500,
};

/** Sales tax of the states that tax software, in basis points. All other states: none. */
const STATE_RATES: Record<string, number> = { NY: 888, PA: 600, TX: 825, WA: 1025 };

const STATES: Record<string, string> = { 'NEW YORK': 'NY', PENNSYLVANIA: 'PA', TEXAS: 'TX', WASHINGTON: 'WA' };

/** Regions with reverse charge for buyers with a tax ID: the European Union and the United Kingdom. */
const REVERSE_CHARGE = new Set<Country>(
  'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ') as Country[], // a list of EU codes, all of which are in the SDK's CountryCode
);

/** The tax rate in basis points for a buyer at this address. */
export function taxRate(address: { country: Country; state?: string | null }, taxId: string | null): number {
  if (taxId && REVERSE_CHARGE.has(address.country)) return 0;
  if (address.country !== 'US') return RATES[address.country] ?? 0;
  const state = (address.state ?? '').trim().toUpperCase();
  return STATE_RATES[STATES[state] ?? state] ?? 0;
}

/** Name of the tax on the page. */
export function taxName(country: Country): string {
  if (country === 'US') return 'Sales tax';
  if (['IN', 'AU', 'NZ', 'SG', 'CA'].includes(country)) return 'GST';
  return country === 'JP' || country === 'KR' ? 'Consumption tax' : 'VAT';
}
