import { formatMoney } from '@/lib/billing/money';
import type { SubscriptionView } from '@/lib/billing/overview';
import { formatDate } from '../ui/format';
import { Notice } from '../ui/notice';
import { ActButton } from './act-button';
import { CHANGE, PENDING, SEATS } from './words-change';

interface Props {
  readonly subscription: SubscriptionView;
  readonly locale: string;
}

/** The plan that takes over by itself, and the click that keeps things as they are. Nothing when none is planned. */
export function PendingChange({ subscription, locale }: Props) {
  const { pending, planName, currency, quantity: seatsNow } = subscription;
  if (pending === null) return null;
  const { name, quantity, interval, amount, at } = pending;
  const seats = quantity === seatsNow ? '' : ` ${SEATS.with(quantity)}`;
  const price =
    amount === null || interval === null ? null : CHANGE.price(formatMoney(amount, currency, locale), interval);
  return (
    <Notice
      title={PENDING.title(`${name}${seats}`, formatDate(at, locale))}
      action={<ActButton action="/api/account/change/undo" name={PENDING.undo} />}
    >
      {PENDING.text(price, planName)}
    </Notice>
  );
}
