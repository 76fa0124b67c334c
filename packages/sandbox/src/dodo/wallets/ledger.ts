import type DodoPayments from 'dodopayments';
import { badRequest } from '../api/errors';
import type { Dodo } from '../dodo';
import { newId } from '../ids';
import { type Quote, spread, sum } from '../money/quote';
import type { WalletEntryRecord } from '../records/wallet';

type Currency = DodoPayments.Currency;

/** Currencies of a wallet (Dodo docs, "Customer Wallets"). */
export const WALLET_CURRENCIES = ['USD', 'INR'] as const satisfies readonly Currency[];

/** A customer's balance with the business, in minor units. */
export function balanceOf(dodo: Dodo, customerId: string, currency: Currency): number {
  return dodo.tables.walletEntries.by('wallet', walletKey(customerId, currency))[0]?.after ?? 0;
}

export const walletKey = (customerId: string, currency: Currency): string => `${customerId}/${currency}`;

/** Changes a wallet's balance by a signed amount in minor units. @throws 400 INSUFFICIENT_WALLET_FUNDS */
export function moveWallet(
  dodo: Dodo,
  given: Pick<WalletEntryRecord, 'customerId' | 'currency' | 'eventType'> &
    Partial<Pick<WalletEntryRecord, 'reason' | 'referenceId' | 'key'>> & { by: number },
): WalletEntryRecord {
  const { by, customerId, currency, eventType, reason = null, referenceId = null, key = null } = given;
  const before = balanceOf(dodo, customerId, currency);
  if (before + by < 0) throw badRequest('INSUFFICIENT_WALLET_FUNDS', 'The wallet does not hold that much');
  const row: WalletEntryRecord = {
    id: newId('cwt_'),
    createdMs: dodo.now(),
    customerId,
    currency,
    eventType,
    before,
    after: before + by,
    reason,
    referenceId,
    key,
  };
  return dodo.tables.walletEntries.put(row.id, row);
}

/** A recurring charge with the wallet's share deducted from each line: the wallet is used before the card. */
export function lessWallet(price: Quote, balance: number): { price: Quote; used: number } {
  const used = Math.min(balance, price.total);
  if (used === 0) return { price, used };
  const parts = spread(
    used,
    price.lines.map((line) => line.amount + line.tax),
  );
  const lines = price.lines.map((line, i) => {
    const left = line.amount + line.tax - (parts[i] ?? 0);
    const tax = Math.round((line.tax * left) / Math.max(1, line.amount + line.tax));
    return { ...line, credit: line.credit + (parts[i] ?? 0), tax, amount: left - tax };
  });
  return { price: { ...price, lines, tax: sum(lines.map((line) => line.tax)), total: price.total - used }, used };
}
