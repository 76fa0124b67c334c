import { hasPaidTime } from './past-due';
import { currentPeriod } from './period';
import { type InvoiceShape, isForTime, type SubscriptionShape } from './shapes';

/**
 * When the invoice of the running period was voided because collection is paused as "void", unix seconds. Null while the
 * period is paid: another voided invoice, of a declined upgrade for example, says nothing about it.
 */
export function periodVoidedAt(raw: SubscriptionShape, invoices: readonly InvoiceShape[]): number | null {
  if (raw.status !== 'active' || raw.pause_collection?.behavior !== 'void') return null;
  if (hasPaidTime(invoices, currentPeriod(raw).end)) return null;
  const [newest] = invoices.filter(({ lines }) => lines.data.some(isForTime)).sort((a, b) => b.created - a.created);
  return newest?.status === 'void' ? (newest.status_transitions.voided_at ?? newest.created) : null;
}
