import type { Subscription } from '@/lib/generated/prisma/client';

/** Whether a subscription ends when what runs now does, a period or a trial. An end set later charges for more periods. */
export function endsWithPeriod({
  cancelAt,
  periodEnd,
  trialEnd,
}: Pick<Subscription, 'cancelAt' | 'periodEnd' | 'trialEnd'>): boolean {
  if (cancelAt === null) return false;
  const ends = [periodEnd, trialEnd].filter((end) => end !== null);
  return ends.length === 0 || ends.some((end) => cancelAt <= end);
}
