import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import type { BalanceTransactionRecord } from '../api/tables';

const DAY = 86_400;

/** Stripe's card fee: 2.9 % + 30 minor units (59 on 1000, stripe.com/pricing). */
export const processingFee = (amount: number): number => Math.round(amount * 0.029) + 30;

/** A dispute costs 15.00 in the account's currency. */
export const DISPUTE_FEE = 1500;

/**
 * Adds a transaction to the account's balance. Amounts in minor units, signed from the account's perspective. Every
 * currency has its own balance: nothing is converted.
 */
export function record(
  ctx: StripeContext,
  entry: {
    amount: number;
    fee?: number;
    feeDescription?: string;
    currency: string;
    source: string;
    type: BalanceTransactionRecord['type'];
    category: string;
    created: number;
    description?: string | null;
    availableAtOnce?: boolean;
  },
): BalanceTransactionRecord {
  const { amount, fee = 0, currency, created } = entry;
  const id = newId(entry.type === 'adjustment' ? 'adjustment_transaction' : 'balance_transaction');
  const available = entry.availableAtOnce ? created : (Math.floor(created / DAY) + 2) * DAY;
  return ctx.tables.balanceTransactions.put(id, {
    id,
    object: 'balance_transaction',
    amount,
    available_on: available,
    balance_type: 'payments',
    created,
    currency,
    description: entry.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: entry.feeDescription ?? 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: entry.category,
    source: entry.source,
    status: 'pending',
    type: entry.type,
  });
}

/** With the current status: pending until it is available. */
export function current(ctx: StripeContext, transaction: BalanceTransactionRecord): BalanceTransactionRecord {
  return { ...transaction, status: transaction.available_on <= ctx.now() ? 'available' : 'pending' };
}
