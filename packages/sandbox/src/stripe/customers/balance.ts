import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { CustomerBalanceTransactionRecord, CustomerRecord } from '../api/tables';

export interface BalanceChange {
  customer: CustomerRecord;
  /** Minor units: negative is the customer's credit, positive is owed by the customer. */
  amount: number;
  currency: string;
  type: CustomerBalanceTransactionRecord['type'];
  description?: string | null;
  metadata?: Record<string, string>;
  invoice?: string | null;
  creditNote?: string | null;
}

/**
 * Changes a customer's credit balance, stores its transaction and emits `customer.updated`. Returns both after the
 * change.
 * @throws 400 when the customer's balance has another currency
 */
export function changeBalance(
  ctx: StripeContext,
  change: BalanceChange,
): { customer: CustomerRecord; transaction: CustomerBalanceTransactionRecord } {
  const { customer, amount, currency } = change;
  if (customer.currency && customer.currency !== currency && customer.balance !== 0) {
    throw invalidRequest(
      `The currency ${currency} does not match the currency of the customer's balance, ${customer.currency}.`,
      { param: 'currency' },
    );
  }
  const id = newId('customer_balance_transaction');
  const balance = customer.balance + amount;
  const transaction = ctx.tables.customerBalanceTransactions.put(id, {
    id,
    object: 'customer_balance_transaction',
    amount,
    checkout_session: null,
    created: ctx.now(customer.id),
    credit_note: change.creditNote ?? null,
    currency,
    customer: customer.id,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: balance,
    invoice: change.invoice ?? null,
    livemode: false,
    metadata: change.metadata ?? {},
    type: change.type,
  });
  const patch = { balance, currency: customer.currency ?? currency };
  const updated = ctx.update(ctx.tables.customers, customer, patch, 'customer.updated');
  return { customer: updated, transaction };
}
