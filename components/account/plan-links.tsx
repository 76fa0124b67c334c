import type { ReactNode } from 'react';
import { cancelKind } from '@/lib/billing/cancel';
import type { SubscriptionView } from '@/lib/billing/overview';
import { LinkButton } from '../ui/link-button';
import { CANCEL } from './words-cancel';
import { CARD } from './words-card';
import { CHANGE } from './words-change';
import { PAUSE } from './words-pause';

interface Props {
  readonly subscription: SubscriptionView | null;
  /** What else can be done, shown before the ways out. */
  readonly children: ReactNode;
}

/** What can be done about a running subscription in the state it is in; the ways out come last and quietly. */
export function PlanLinks({ subscription, children }: Props) {
  if (subscription === null) return children;
  if (subscription.cancelAt !== null)
    return (
      <>
        {children}
        <LinkButton href="/account/cancel/now" variant="quiet">
          {CANCEL.now.link}
        </LinkButton>
      </>
    );
  const { status, interval, pending, pausesAt } = subscription;
  const cancellable = cancelKind(status);
  const changeable = cancellable === 'period_end' && interval !== null && pending === null && pausesAt === null;
  const pausable = changeable && status === 'active';
  const payable = status !== 'pending' && status !== 'paused';
  return (
    <>
      {changeable && <LinkButton href="/account/change">{CHANGE.link}</LinkButton>}
      {payable && <LinkButton href="/account/card">{CARD.link}</LinkButton>}
      {children}
      {pausable && (
        <LinkButton href="/account/pause" variant="quiet">
          {PAUSE.link}
        </LinkButton>
      )}
      {cancellable !== null && (
        <LinkButton href="/account/cancel" variant="quiet">
          {CANCEL.link}
        </LinkButton>
      )}
    </>
  );
}
