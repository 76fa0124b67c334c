import { createHash } from 'node:crypto';
import { spendCredits } from '@/lib/billing/access/credits';
import { type Access, can } from '@/lib/billing/access/decide';
import { getAccess } from '@/lib/billing/access/get-access';
import { businessNow } from '@/lib/clock';
import { appError } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';
import type { Actor } from '@/lib/workspaces/actor';
import { includedDays, includedLongReports, LONG_REPORT_CREDITS } from './allowance';
import { planCovers } from './copy';
import { buildReport, type Report } from './report';
import { type Count, parseSeries, type SeriesError } from './series';

/** A summary of the figures, a full report, or a CSV export. */
export type Use = 'summary' | 'reports' | 'exports';

export type Run =
  | { readonly ok: false; readonly error: SeriesError }
  /** `charged`: whether this run used a credit. `credits`: the remaining balance. */
  | { readonly ok: true; readonly report: Report; readonly charged: boolean; readonly credits: number };

/**
 * Runs a report on pasted numbers, within the user's plan. More days than the plan includes use a credit, unless seats
 * include long reports. The same numbers are never charged twice, because the idempotency key is a hash of them.
 * Throws request/too-many (429), billing/subscription-required (403), or billing/not-enough-credits (402).
 */
export async function runReport({ userId, workspaceId }: Actor, text: string, use: Use): Promise<Run> {
  await limit('report-account', userId);
  const granted = await getAccess(workspaceId);
  if (use !== 'summary' && !can(granted, use)) throw appError('billing/subscription-required');
  const series = parseSeries(text);
  if ('error' in series) return { ok: false, error: series.error };
  const { counts } = series;
  const long = counts.length > includedDays(granted);
  const credits = long ? await payFor(workspaceId, granted, counts, use) : granted.credits;
  return { ok: true, report: buildReport(counts), charged: long && credits < granted.credits, credits };
}

async function payFor(workspaceId: string, granted: Access, counts: readonly Count[], use: Use): Promise<number> {
  if (use === 'summary' || !can(granted, 'reports')) {
    throw appError('billing/subscription-required', { message: planCovers(includedDays(granted), counts.length) });
  }
  const key = `report:${createHash('sha256').update(JSON.stringify(counts)).digest('hex')}`;
  const now = await businessNow();
  return spendCredits(workspaceId, key, LONG_REPORT_CREDITS, `Report on ${counts.length} days`, {
    included: includedLongReports(granted),
    since: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())),
    now,
  });
}
