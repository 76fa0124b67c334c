import type { SubscriptionView } from '@/lib/billing/overview';
import { formatDate } from '../ui/format';
import { CANCEL } from './words-cancel';

/** Everything a cancellation for the end of the period means, one sentence each. */
export function cancelPoints({ status, renewsAt, pending }: SubscriptionView, locale: string): string[] {
  const { points } = CANCEL;
  return [
    status === 'trialing' ? points.trial : points.charge,
    ...(renewsAt === null ? [] : [points.undo(formatDate(renewsAt, locale))]),
    points.data,
    ...(pending === null ? [] : [points.change(pending.name)]),
  ];
}
