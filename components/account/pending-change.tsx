import { formatMoney } from '@/lib/billing/money';
import type { SubscriptionView } from '@/lib/billing/overview';
import { formatDate } from '../ui/format';
import { Notice } from '../ui/notice';
import { ActButton } from './act-button';
import { CHANGE, PENDING } from './words-change';

interface Props {
  readonly subscription: SubscriptionView;
  readonly locale: string;
}

/** The plan that takes over by itself, and the click that keeps things as they are. Nothing when none is planned. */
export function PendingChange({ subscription, locale }: Props) {
  const { pending, planName, currency } = subscription;
  if (pending === null) return null;
  const { name, interval, amount, at } = pending;
  const price =
    amount === null || interval === null ? null : CHANGE.price(formatMoney(amount, currency, locale), interval);
  return (
    <Notice
      title={PENDING.title(name, formatDate(at, locale))}
      action={<ActButton action="/api/account/change/undo" name={PENDING.undo} />}
    >
      {PENDING.text(price, planName)}
    </Notice>
  );
}
