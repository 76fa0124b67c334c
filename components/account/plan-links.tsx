import type { ReactNode } from 'react';
import { cancelKind } from '@/lib/billing/account/cancel';
import type { SubscriptionView } from '@/lib/billing/account/overview';
import { LinkButton } from '../ui/link-button';
import { CANCEL } from './cancel/copy';
import { CHANGE } from './change/copy';
import { PAUSE } from './pause/copy';
import { PAYMENT_METHOD } from './payment-method/copy';

interface Props {
  readonly subscription: SubscriptionView | null;
  /** Further actions, shown before pause and cancel. */
  readonly children: ReactNode;
}

/** The actions a subscription allows in its current state; pause and cancel come last. */
export function PlanLinks({ subscription, children }: Props) {
  if (subscription === null) return children;
  if (subscription.cancelAt !== null)
    return (
      <>
        {children}
        <LinkButton href="/account/cancel/now" variant="ghost">
          {CANCEL.now.link}
        </LinkButton>
      </>
    );
  const { status, interval, pending, pausesAt } = subscription;
  const cancelable = cancelKind(status);
  const changeable = cancelable === 'period_end' && interval !== null && pending === null && pausesAt === null;
  const pausable = changeable && status === 'active';
  const payable = status !== 'pending' && status !== 'paused';
  return (
    <>
      {changeable && (
        <LinkButton variant="outline" href="/account/change">
          {CHANGE.link}
        </LinkButton>
      )}
      {payable && (
        <LinkButton variant="outline" href="/account/payment-method">
          {PAYMENT_METHOD.title}
        </LinkButton>
      )}
      {children}
      {pausable && (
        <LinkButton href="/account/pause" variant="ghost">
          {PAUSE.link}
        </LinkButton>
      )}
      {cancelable !== null && (
        <LinkButton href="/account/cancel" variant="ghost">
          {CANCEL.link}
        </LinkButton>
      )}
    </>
  );
}
