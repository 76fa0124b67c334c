import type { CustomerRecord } from '../api/tables';
import { minimumCharge } from '../payment-intents/minimum';

export interface Settlement {
  starting: number;
  ending: number;
  /** The amount to charge. */
  due: number;
}

/**
 * The amount due of a total after applying the customer's balance (negative: credit; positive: owed). A negative total
 * becomes credit; a total below the minimum charge is carried over.
 */
export function settleWithBalance(total: number, customer: CustomerRecord | undefined, currency: string): Settlement {
  const usable = customer !== undefined && (customer.currency ?? currency) === currency;
  const starting = usable ? customer.balance : 0;
  const sum = total + starting;
  if (total === 0) return { starting, ending: starting, due: 0 };
  if (total < 0 || sum <= 0) return { starting, ending: sum, due: 0 };
  if (usable && sum < minimumCharge(currency)) return { starting, ending: sum, due: 0 };
  return { starting, ending: 0, due: sum };
}
