import type { SubscriptionView } from '@/lib/billing/account/overview';
import { Alert } from '../../ui/alert';
import { formatAmount, formatDate, type Reader } from '../../ui/format';
import { PostButton } from '../post-button';
import { withWorkspace } from '../with-workspace';
import { CHANGE, PENDING_CHANGE, SEATS } from './copy';

interface Props {
  readonly subscription: SubscriptionView;
  readonly reader: Reader;
}

/** A scheduled change, with the button to cancel it. */
export function PendingChange({ subscription, reader }: Props) {
  const { pending, planName, quantity: seatsNow } = subscription;
  if (pending === null) return null;
  const { name, quantity, interval, amount, at } = pending;
  const seats = quantity === seatsNow ? '' : ` ${SEATS.with(quantity)}`;
  const price =
    amount === null || interval === null ? null : CHANGE.price(formatAmount(amount, subscription, reader), interval);
  return (
    <Alert
      title={PENDING_CHANGE.title(`${name}${seats}`, formatDate(at, reader))}
      action={
        <PostButton
          action={withWorkspace(subscription.workspaceId, '/api/account/change/undo')}
          name={PENDING_CHANGE.undo}
        />
      }
    >
      {PENDING_CHANGE.text(price, planName)}
    </Alert>
  );
}
