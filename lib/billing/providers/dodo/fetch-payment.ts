import type DodoPayments from 'dodopayments';
import type { Snapshot } from '../snapshots';
import { readingOrAbsent } from './errors';
import { toPayment } from './payment';

/** A single call: a retrieved payment includes its refunds and disputes. */
export async function fetchPayment(dodo: DodoPayments, id: string): Promise<Snapshot> {
  const payment = await readingOrAbsent(() => dodo.payments.retrieve(id));
  return payment === null ? { kind: 'absent' } : { kind: 'payment', payment: toPayment(payment) };
}
