import type { SubscriptionView } from '@/lib/billing/account/overview';
import { formatDate, type Reader } from '../../ui/format';
import { CANCEL } from './copy';

/** What a cancellation at the end of the billing period means, one sentence each. */
export function cancelConsequences({ status, renewsAt, pending }: SubscriptionView, reader: Reader): string[] {
  const { consequences } = CANCEL;
  return [
    status === 'trialing' ? consequences.trial : consequences.charge,
    ...(renewsAt === null ? [] : [consequences.undo(formatDate(renewsAt, reader))]),
    consequences.data,
    ...(pending === null ? [] : [consequences.change(pending.name)]),
  ];
}
