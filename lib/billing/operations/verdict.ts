import { z } from 'zod';
import type { Operation } from '@/lib/generated/prisma/client';
import { endsWithPeriod } from '../ends-with-period';
import type { PaymentSnapshot } from '../providers/money-snapshots';
import type { Snapshot, SubscriptionSnapshot } from '../providers/snapshots';
import { expectedOf } from './expected';

/**
 * What the provider's state says about an operation: done, refused, absent, or not clear yet (its payment is
 * processing).
 */
export type Verdict =
  | { readonly state: 'done' }
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unclear'; readonly why: string };

const DONE: Verdict = { state: 'done' };
const ABSENT: Verdict = { state: 'absent' };
const is = (done: boolean): Verdict => (done ? DONE : ABSENT);

const change = z.object({ priceExternalId: z.string(), quantity: z.number() });
const invoice = z.object({ invoiceExternalId: z.string() });

/** Compares a request with the provider's current state. The provider's response alone proves nothing. */
export function verdictOf(operation: Operation, snapshot: Snapshot): Verdict {
  if (snapshot.kind === 'absent') return is(operation.kind === 'cancel' || operation.kind === 'schedule-cancel');
  if (snapshot.kind !== 'subscription') return { state: 'unclear', why: `a ${snapshot.kind} doesn’t show it` };
  const { subscription: now } = snapshot;
  const ended = now.status === 'ended' || now.status === 'failed';
  switch (operation.kind) {
    case 'cancel':
      return is(ended);
    case 'schedule-cancel':
      return is(ended || endsWithPeriod(now));
    case 'undo-cancel':
      return is(!ended && now.cancelAt === null);
    case 'undo-change':
      return is(now.pendingAt === null);
    case 'pause':
      return is(now.status === 'paused' || now.pausesAt !== null);
    case 'resume':
      return is(!ended && now.status !== 'paused' && now.pausesAt === null);
    case 'change-at-period-end':
      return is(isChanged(operation, now) || isPlanned(operation, now));
    case 'change-now':
      return isChanged(operation, now) ? DONE : byPayment(operation, now);
    case 'void-invoice': {
      const { invoiceExternalId } = invoice.parse(operation.params);
      const found = now.invoices.find(({ externalId }) => externalId === invoiceExternalId);
      return is(found?.status !== 'open' && found?.status !== 'uncollectible');
    }
    default:
      return { state: 'unclear', why: `no rule for ${operation.kind}` };
  }
}

function isChanged({ params }: Operation, { items }: SubscriptionSnapshot): boolean {
  const { priceExternalId, quantity } = change.parse(params);
  return items.some((item) => item.priceExternalId === priceExternalId && item.quantity === quantity);
}

function isPlanned({ params }: Operation, now: SubscriptionSnapshot): boolean {
  const { priceExternalId, quantity } = change.parse(params);
  return now.pendingPriceExternalId === priceExternalId && (now.pendingQuantity ?? quantity) === quantity;
}

/** The plan is still the old one: the newest payment since the request tells whether that's final. */
function byPayment(operation: Operation, { payments }: SubscriptionSnapshot): Verdict {
  const since = expectedOf(operation).askedAt ?? operation.createdAt;
  const [newest] = payments
    .filter(({ createdAt }) => createdAt.getTime() >= Math.floor(since.getTime() / 1000) * 1000)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  if (newest === undefined) return ABSENT;
  return newest.status === 'failed'
    ? { state: 'refused', why: whyFailed(newest) }
    : { state: 'unclear', why: 'paying' };
}

function whyFailed({ failureMessage, failureCode }: PaymentSnapshot): string {
  return failureMessage ?? failureCode ?? 'the charge was declined';
}
