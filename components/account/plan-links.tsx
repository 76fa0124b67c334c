import { cancelKind } from '@/lib/billing/cancel';
import type { SubscriptionView } from '@/lib/billing/overview';
import { LinkButton } from '../ui/link-button';
import { CANCEL } from './words-cancel';
import { CARD } from './words-card';
import { CHANGE } from './words-change';
import { PAUSE } from './words-pause';

/** What can be done about a running subscription in the state it is in. */
export function PlanLinks({ subscription }: { readonly subscription: SubscriptionView | null }) {
  if (subscription === null) return null;
  if (subscription.cancelAt !== null) return <LinkButton href="/account/cancel/now">{CANCEL.now.link}</LinkButton>;
  const { status, interval, pending, pausesAt } = subscription;
  const cancellable = cancelKind(status);
  const changeable = cancellable === 'period_end' && interval !== null && pending === null && pausesAt === null;
  const pausable = changeable && status === 'active';
  const payable = status !== 'pending' && status !== 'paused';
  return (
    <>
      {changeable && <LinkButton href="/account/change">{CHANGE.link}</LinkButton>}
      {pausable && <LinkButton href="/account/pause">{PAUSE.link}</LinkButton>}
      {payable && <LinkButton href="/account/card">{CARD.link}</LinkButton>}
      {cancellable !== null && <LinkButton href="/account/cancel">{CANCEL.link}</LinkButton>}
    </>
  );
}
