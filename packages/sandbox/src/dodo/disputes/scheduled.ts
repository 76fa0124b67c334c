import type { Dodo } from '../dodo';
import type { PaymentRecord } from '../records/payment';

export const DISPUTE = 'dodo_dispute';

/** A test card that disputes its payments does so after a minute. */
export function scheduleDispute(dodo: Dodo, payment: PaymentRecord): void {
  dodo.world.clocks.schedule({
    at: Math.ceil(dodo.now() / 1000) + 60,
    kind: DISPUTE,
    key: `${DISPUTE}:${payment.id}`,
    data: { paymentId: payment.id },
  });
}
