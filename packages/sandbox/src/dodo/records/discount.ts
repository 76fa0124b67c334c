import type DodoPayments from 'dodopayments';
import type { Metadata } from '../api/fields';

export interface DiscountRecord {
  id: string;
  createdMs: number;
  code: string;
  name: string | null;
  type: 'percentage' | 'flat';
  amount: number;
  currencyOptions: DodoPayments.Discount.CurrencyOption[];
  eligibility: DodoPayments.Discount['customer_eligibility'];
  startsMs: number | null;
  expiresMs: number | null;
  usageLimit: number | null;
  perCustomerLimit: number | null;
  restrictedTo: string[];
  cycles: number | null;
  preserve: boolean;
  metadata: Metadata;
  timesUsed: number;
  deleted: boolean;
}

/** One redemption of a code by a customer. */
export interface RedemptionRecord {
  id: string;
  discountId: string;
  customerId: string;
  paymentId: string;
}
