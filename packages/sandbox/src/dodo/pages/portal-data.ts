import type { Tone } from '../../engine/page';
import { reductionsOf } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { licenseStatus } from '../licenses/wire';
import { money } from '../money/currency';
import { quote } from '../money/quote';
import { refundedAmount } from '../payments/wire';
import type { PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { planItems, running } from '../subscriptions/price';
import { ENDED } from '../subscriptions/state';
import { cardName, day, per, shortDay } from './format';
import type { PaymentView, PortalProps, SubscriptionView } from './portal-view';

const SHOWN_PAYMENTS = 50;

/** A customer's data for the portal, active subscriptions first. */
export function portalData(
  dodo: Dodo,
  customerId: string,
): Pick<PortalProps, 'subscriptions' | 'payments' | 'licenseKeys'> {
  const { tables } = dodo;
  const begun = tables.subscriptions
    .by('customer', customerId)
    .filter((row) => row.status !== 'pending' && row.status !== 'failed');
  const running = begun.filter((row) => !ENDED.includes(row.status));
  const ended = begun.filter((row) => ENDED.includes(row.status));
  return {
    subscriptions: [...running, ...ended].map((row) => subscriptionView(dodo, row)),
    payments: tables.payments
      .by('customer', customerId)
      .filter((row) => row.total > 0 && ['succeeded', 'failed', 'processing'].includes(row.status))
      .slice(0, SHOWN_PAYMENTS)
      .map((row) => paymentView(dodo, row)),
    licenseKeys: tables.licenseKeys.by('customer', customerId).map((row) => ({
      id: row.id,
      key: row.key,
      product: tables.products.get(row.productId)?.name ?? row.productId,
      status: licenseStatus(dodo, row),
    })),
  };
}

const TONES: Record<SubscriptionRecord['status'], Tone> = {
  active: 'good',
  pending: 'neutral',
  past_due: 'warn',
  on_hold: 'bad',
  paused: 'warn',
  cancelled: 'neutral',
  expired: 'neutral',
  failed: 'neutral',
};

function subscriptionView(dodo: Dodo, row: SubscriptionRecord): SubscriptionView {
  const { plan } = row;
  const each = quote(planItems(dodo, plan, row), reductionsOf(dodo, running(row.discounts), row.currency));
  const method = row.methodId === null ? undefined : dodo.tables.methods.get(row.methodId);
  const over = ENDED.includes(row.status);
  const onTrial = row.trialEndsMs !== null && row.trialEndsMs > dodo.now();
  return {
    id: row.id,
    name: dodo.tables.products.get(plan.productId)?.name ?? plan.productId,
    status: row.status === 'active' && onTrial ? 'trial' : row.status.replace('_', ' '),
    tone: TONES[row.status],
    price: `${money(each.total, row.currency)} ${per(plan.frequency.count, plan.frequency.interval)}`,
    next: nextSentence(row),
    card: method ? cardName(method) : null,
    owed: row.owed ? money(row.owed.total, row.currency) : null,
    canCancel: !over,
    canUndo: !over && row.cancelAtNext,
    canChangeCard: !over,
  };
}

function nextSentence(row: SubscriptionRecord): string {
  switch (row.status) {
    case 'active':
      if (row.cancelAtNext) return `Ends on ${day(row.nextBillingMs)}.`;
      return row.onDemand ? 'Charged when due.' : `Next charge on ${day(row.nextBillingMs)}.`;
    case 'paused':
      return `Paused since ${day(row.pausedMs ?? row.createdMs)}.`;
    case 'past_due':
      return `Please pay by ${day(row.pastDueEndsMs ?? row.nextBillingMs)}.`;
    case 'on_hold':
      return 'On hold until the amount due is paid.';
    case 'cancelled':
      return `Canceled on ${day(row.cancelledMs ?? row.nextBillingMs)}.`;
    default:
      return 'Over.';
  }
}

function paymentView(dodo: Dodo, row: PaymentRecord): PaymentView {
  const refunded = refundedAmount(dodo, row.id);
  const status =
    refunded >= row.total
      ? 'refunded'
      : refunded > 0
        ? 'partially refunded'
        : row.status === 'succeeded'
          ? 'paid'
          : row.status;
  return {
    id: row.id,
    date: shortDay(row.createdMs),
    title: row.lines.map((line) => line.name).join(' + ') || 'Payment',
    amount: money(row.total, row.currency),
    status,
    tone: status === 'paid' ? 'good' : status === 'failed' ? 'bad' : 'neutral',
    invoiceUrl: row.invoiceId === null ? null : `${dodo.apiUrl}/invoices/payments/${row.id}`,
  };
}
