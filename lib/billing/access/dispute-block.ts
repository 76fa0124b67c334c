import type { DisputeStatus } from '../types';

/** `open`: the bank holds the money for now. `lost`: the customer has it back. */
export type DisputeBlock = 'open' | 'lost';

/** What operators read about a payment that must not be refunded. */
export const DISPUTE_MESSAGES: Record<DisputeBlock, string> = {
  open: 'This payment is disputed, so the bank holds the money. Answer or accept the dispute in the provider’s dashboard instead of refunding the payment.',
  lost: 'This payment was charged back: the customer already has the money.',
};

/**
 * Why a payment must not be refunded: on top of a dispute, the customer gets the money twice. Stripe refuses it, Dodo
 * Payments doesn't. Null for an inquiry, which has taken no money, and for a dispute that was won.
 */
export function disputeBlock(disputes: readonly { readonly status: DisputeStatus }[]): DisputeBlock | null {
  if (disputes.some(({ status }) => status === 'lost')) return 'lost';
  return disputes.some(({ status }) => status === 'open') ? 'open' : null;
}
