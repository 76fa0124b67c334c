import type { SubscriptionView } from '@/lib/billing/overview';
import { formatDate } from '../ui/format';
import { CANCEL } from './words-cancel';

/** Everything a cancellation means, one sentence each. */
export function cancelPoints(
  { status, renewsAt, pending }: SubscriptionView,
  when: 'period_end' | 'now',
  locale: string,
): string[] {
  if (when === 'now') return Object.values(CANCEL.pointsNow);
  const { points } = CANCEL;
  return [
    status === 'trialing' ? points.trial : points.charge,
    ...(renewsAt === null ? [] : [points.undo(formatDate(renewsAt, locale))]),
    points.data,
    ...(pending === null ? [] : [points.change(pending.name)]),
  ];
}
