import type { Story } from '../../engine/world';
import type { StripeContext } from '../api/kit';
import type { ChargeRecord, DisputeRecord, RefundRecord } from '../api/tables';
import { openDispute } from '../disputes/open';
import { resolveDispute } from '../disputes/resolve';
import { formatAmount } from '../payment-intents/minimum';
import { refundable, refundCharge } from '../refunds/issue';
import { failRefund } from '../refunds/later';

const money = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${formatAmount(amount, currency)} ${currency.toUpperCase()}`;

function lastCharge(ctx: StripeContext): ChargeRecord {
  for (const charge of ctx.tables.charges.newestFirst()) {
    if (charge.status === 'succeeded' && charge.captured && !charge.disputed && refundable(charge) > 0) return charge;
  }
  throw new Error('Nobody has paid anything through Stripe yet that could be given back.');
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
      title: 'A customer disputes',
      description: 'The newest payment is disputed as fraud: the bank takes the money and a fee back.',
      run() {
        const dispute = openDispute(ctx, lastCharge(ctx).id, 'fraudulent');
        return `Dispute ${dispute.id} over ${money(dispute)} was opened.`;
      },
    },
    {
      provider,
      title: 'A bank asks first',
      description: 'The newest payment gets an inquiry: no money moves yet.',
      run() {
        const dispute = openDispute(ctx, lastCharge(ctx).id, 'inquiry');
        return `Inquiry ${dispute.id} over ${money(dispute)} was opened.`;
      },
    },
    {
      provider,
      title: 'The dispute is won',
      description: 'The newest open dispute is decided for you: money and fee come back.',
      run: () => `Dispute ${resolveDispute(ctx, lastDispute(ctx), 'won').id} is over, for you.`,
    },
    {
      provider,
      title: 'The dispute is lost',
      description: 'The newest open dispute is decided against you.',
      run: () => `Dispute ${resolveDispute(ctx, lastDispute(ctx), 'lost').id} is over, for the customer.`,
    },
    {
      provider,
      title: 'A refund fails',
      description: 'The newest refund (of the newest payment, when there is none) is sent back by the bank.',
      run() {
        const refund = lastRefund(ctx) ?? refundCharge(ctx, lastCharge(ctx), {});
        return `Refund ${failRefund(ctx, refund, 'lost_or_stolen_card').id} of ${money(refund)} has failed.`;
      },
    },
  ];
}
