import type DodoPayments from 'dodopayments';

export interface PayoutRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  amount: number;
  fee: number;
  tax: number;
  refunds: number;
  chargebacks: number;
  status: DodoPayments.PayoutListResponse['status'];
}
