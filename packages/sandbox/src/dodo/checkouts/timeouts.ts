import { BRAND_ID } from '../business';
import type { Dodo } from '../dodo';
import type { CheckoutRecord } from '../records/checkout';
import { stamp } from '../time/stamp';
import { recordEvent } from '../webhooks/record';

export const CHECKOUT_END = 'dodo_checkout_end';
export const ABANDONED = 'dodo_abandoned';

export interface CheckoutAction {
  sessionId: string;
}

/** A session with a declined card fails when it expires, unless another card succeeded before. */
export function scheduleEnd(dodo: Dodo, session: CheckoutRecord): void {
  plan(dodo, CHECKOUT_END, session, session.expiresMs);
}

/**
 * After an hour without success, a session counts as abandoned (docs/providers/dodo.md#checkout). Sent once per
 * session.
 */
export function scheduleAbandoned(dodo: Dodo, session: CheckoutRecord): void {
  if (dodo.switches.get('abandoned_checkout') === 'on') plan(dodo, ABANDONED, session, session.createdMs + 3_600_000);
}

export function onAbandoned(dodo: Dodo, { sessionId }: CheckoutAction): void {
  const session = dodo.tables.checkouts.get(sessionId);
  const payment = session?.paymentId ? dodo.tables.payments.get(session.paymentId) : undefined;
  if (!session || !payment || payment.status === 'succeeded') return;
  recordEvent(dodo, 'abandoned_checkout.detected', payment.id, {
    abandoned_at: stamp(dodo.now()),
    abandonment_reason: 'payment_failed',
    brand_id: BRAND_ID,
    customer_id: payment.customerId,
    payment_id: payment.id,
    status: 'abandoned',
    recovered_payment_id: null,
  });
}

function plan(dodo: Dodo, kind: string, session: CheckoutRecord, atMs: number): void {
  const data: CheckoutAction = { sessionId: session.id };
  dodo.world.clocks.schedule({ at: Math.ceil(atMs / 1000), kind, key: `${kind}:${session.id}`, data });
}
