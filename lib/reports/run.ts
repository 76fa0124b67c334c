import { createHash } from 'node:crypto';
import { type Access, getAccess, mayUse } from '@/lib/billing/access';
import { spendCredits } from '@/lib/billing/credits';
import { businessNow } from '@/lib/clock';
import { appError } from '@/lib/errors';
import { includedDays, includedLongReports, LONG_REPORT_CREDITS } from './allowance';
import { type Report, reportOn } from './report';
import { type Count, readSeries, type SeriesError } from './series';

/** What the numbers are wanted for: a look at the figures, the whole report, or a file to take along. */
export type Use = 'summary' | 'reports' | 'exports';

export type Run =
  | { readonly ok: false; readonly error: SeriesError }
  /** `charged`: it used a credit just now. `credits` is what is left afterwards. */
  | { readonly ok: true; readonly report: Report; readonly charged: boolean; readonly credits: number };

/**
 * Works out what somebody pasted, as far as their plan goes. More days than the plan includes cost a credit,
 * unless the seats include them, and the
 * same numbers never cost twice: the key of the spend is made of the numbers themselves.
 * Raises billing/subscription-required (403) and billing/not-enough-credits (402).
 */
export async function runReport(userId: string, text: string, use: Use): Promise<Run> {
  const granted = await getAccess(userId);
  if (use !== 'summary' && !mayUse(granted, use)) throw appError('billing/subscription-required');
  const series = readSeries(text);
  if ('error' in series) return { ok: false, error: series.error };
  const { counts } = series;
  const long = counts.length > includedDays(granted);
  const credits = long ? await payFor(userId, granted, counts, use) : granted.credits;
  return { ok: true, report: reportOn(counts), charged: long && credits < granted.credits, credits };
}

async function payFor(userId: string, granted: Access, counts: readonly Count[], use: Use): Promise<number> {
  if (use === 'summary' || !mayUse(granted, 'reports')) {
    const words = `Your plan looks at ${includedDays(granted)} days at a time; these are ${counts.length}.`;
    throw appError('billing/subscription-required', { words });
  }
  const key = `report:${createHash('sha256').update(JSON.stringify(counts)).digest('hex')}`;
  const now = await businessNow();
  return spendCredits(userId, key, LONG_REPORT_CREDITS, `Report on ${counts.length} days`, {
    included: includedLongReports(granted),
    since: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())),
    now,
  });
}
