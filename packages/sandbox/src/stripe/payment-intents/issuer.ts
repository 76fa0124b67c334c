import { type CardBehavior, findCard } from '../../engine/cards';
import type { StripeContext } from '../api/context';
import type { PaymentMethodRecord } from '../api/tables';
import { debitOutcome } from '../payment-methods/bank';
import { authenticationRequired, type CardErrorBody, declineBody } from '../payment-methods/declines';

/** The bank's response to a charge with a payment method. */
export type Verdict =
  | { kind: 'approved'; behavior: CardBehavior }
  | { kind: 'declined'; error: CardErrorBody; blocked: boolean }
  | { kind: 'challenge' }
  | { kind: 'pending'; outcome: 'succeeds_later' | 'fails_later' };

export interface Asking {
  offSession: boolean;
  /** The customer has just passed a challenge for this payment. */
  challenged: boolean;
  /** An invoice's payment may wait for the customer even when off-session; others are declined. */
  mayWait: boolean;
  /** `request_three_d_secure` is `any` or `challenge`. */
  wants3ds?: boolean;
}

/** Requests an authorization. Cards respond by their test number, bank debits later (docs.stripe.com/testing). */
export function askIssuer(ctx: StripeContext, method: PaymentMethodRecord, asking: Asking): Verdict {
  const instrument = ctx.tables.instruments.get(method.id);
  const number = instrument?.number ?? '';
  if (method.type !== 'card') return { kind: 'pending', outcome: debitOutcome(number) };
  const behavior = findCard(number)?.behavior ?? {};
  const wanted = behavior.authentication ?? (asking.wants3ds ? 'always' : undefined);
  const known = wanted === 'first' && instrument?.authenticated === true;
  if (wanted && !known && !asking.challenged) {
    if (asking.offSession && !asking.mayWait)
      return { kind: 'declined', error: authenticationRequired, blocked: false };
    return { kind: 'challenge' };
  }
  if (behavior.declines && declinesNow(behavior, method, asking)) {
    return { kind: 'declined', error: declineBody(behavior.declines), blocked: behavior.blocked === true };
  }
  return { kind: 'approved', behavior };
}

// 4000 0000 0000 0341 works when entered and fails for every later charge of the saved card.
function declinesNow(behavior: CardBehavior, method: PaymentMethodRecord, asking: Asking): boolean {
  return behavior.declinesWhen !== 'later' || asking.offSession || method.customer !== null;
}
