import { formatMoney } from '@/lib/billing/money';
import type { Provider } from '@/lib/billing/types';
import { dateFormat, numberFormat } from '@/lib/intl';
import { dateAndZoneIn, dateIn, type Reader } from '@/lib/time-zone';

export type { Reader };

/** A long date where the reader is. */
export function formatDate(date: Date, { locale, timeZone }: Reader): string {
  return dateIn(timeZone, locale, date);
}

/** The same with the time zone, for the day of a charge or the end of a trial. */
export function formatChargeDate(date: Date, { locale, timeZone }: Reader): string {
  return dateAndZoneIn(timeZone, locale, date);
}

/** A provider's amount in minor units, with as many decimals as the provider counts. */
export function formatAmount(
  minor: bigint,
  { currency, provider }: { readonly currency: string; readonly provider: Provider },
  { locale }: Reader,
): string {
  return formatMoney(minor, currency, locale, { provider });
}

/** A calendar day (`YYYY-MM-DD`) as a short date. */
export function formatDay(day: string, locale: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return dateFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(date);
}

export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** 0.25 becomes "+25%". */
export function formatChange(ratio: number, locale: string): string {
  return numberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 0,
  }).format(ratio);
}
