import type { Story } from '../../engine/world';
import type { StripeContext } from '../api/context';
import type { ChargeRecord, DisputeRecord, RefundRecord } from '../api/tables';
import { openDispute } from '../disputes/open';
import { resolveDispute } from '../disputes/resolve';
import { formatAmount } from '../payment-intents/minimum';
import { refundable, refundCharge } from '../refunds/issue';
import { failRefund } from '../refunds/scheduled';

const money = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${formatAmount(amount, currency)} ${currency.toUpperCase()}`;

function lastCharge(ctx: StripeContext): ChargeRecord {
  for (const charge of ctx.tables.charges.newestFirst()) {
    if (charge.status === 'succeeded' && charge.captured && !charge.disputed && refundable(charge) > 0) return charge;
  }
  throw new Error('There is no Stripe payment to refund or dispute yet.');
}

function lastDispute(ctx: StripeContext): DisputeRecord {
  for (const dispute of ctx.tables.disputes.newestFirst()) {
    if (!['won', 'lost', 'warning_closed'].includes(dispute.status)) return dispute;
  }
  throw new Error('There is no open dispute.');
}

function lastRefund(ctx: StripeContext): RefundRecord | undefined {
  for (const refund of ctx.tables.refunds.newestFirst()) {
    if (refund.status === 'succeeded' || refund.status === 'pending') return refund;
  }
  return undefined;
}

/** One-click scenarios for completed payments. */
export function moneyStories(ctx: StripeContext): Story[] {
  const provider = 'stripe';
  return [
    {
      provider,
      title: 'Customer disputes a payment',
      description: 'The newest payment is disputed as fraud. The bank withdraws the money and a fee.',
      run() {
        const dispute = openDispute(ctx, lastCharge(ctx).id, 'fraudulent');
        return `Dispute ${dispute.id} for ${money(dispute)} was opened.`;
      },
    },
    {
      provider,
      title: 'Bank opens an inquiry',
      description: 'The newest payment gets an inquiry. No money moves yet.',
      run() {
        const dispute = openDispute(ctx, lastCharge(ctx).id, 'inquiry');
        return `Inquiry ${dispute.id} for ${money(dispute)} was opened.`;
      },
    },
    {
      provider,
      title: 'The dispute is won',
      description: 'The newest open dispute is decided in your favor. The money and the fee are returned.',
      run: () => `Dispute ${resolveDispute(ctx, lastDispute(ctx), 'won').id} was decided in your favor.`,
    },
    {
      provider,
      title: 'The dispute is lost',
      description: 'The newest open dispute is decided in the customer’s favor.',
      run: () => `Dispute ${resolveDispute(ctx, lastDispute(ctx), 'lost').id} was decided in the customer’s favor.`,
    },
    {
      provider,
      title: 'A refund fails',
      description: 'The newest refund (or a new one, if there is none) is rejected by the bank.',
      run() {
        const refund = lastRefund(ctx) ?? refundCharge(ctx, lastCharge(ctx), {});
        return `Refund ${failRefund(ctx, refund, 'lost_or_stolen_card').id} of ${money(refund)} has failed.`;
      },
    },
  ];
}
