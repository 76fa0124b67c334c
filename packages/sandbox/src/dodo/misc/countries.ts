import type DodoPayments from 'dodopayments';
import { COUNTRIES } from '../lists/countries';

type Country = DodoPayments.CountryCode;

/** Countries Dodo doesn't sell to. `AI` is the example in its documentation; the others are under embargo. */
const UNSUPPORTED: ReadonlySet<Country> = new Set<Country>(['AI', 'BY', 'CU', 'IR', 'KP', 'RU', 'SY']);

export const supportedCountries: Country[] = COUNTRIES.filter((code) => !UNSUPPORTED.has(code));

export function unsupported(country: Country): boolean {
  return UNSUPPORTED.has(country);
}

const names = new Intl.DisplayNames('en', { type: 'region' });

export function countryName(country: Country): string {
  return names.of(country) ?? country;
}
