import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { CheckoutSessionRecord } from '../billing-tables';
import { planExpiry } from './expire';
import { hiddenCheckout, saveHiddenCheckout } from './hidden-state';

/**
 * A new session with the order of an expired one, if recovery is enabled (`after_expiration.recovery`).
 * @throws 400 when it can't be recovered, or no longer
 */
export function recoverSession(ctx: StripeContext, expired: CheckoutSessionRecord): CheckoutSessionRecord {
  const recovery = expired.after_expiration?.recovery;
  const now = ctx.now(expired.customer);
  if (expired.status !== 'expired' || !recovery?.enabled || (recovery.expires_at ?? 0) < now) {
    throw invalidRequest('This Checkout Session can no longer be recovered.');
  }
  const id = newId('checkout_session');
  saveHiddenCheckout(ctx, { ...hiddenCheckout(ctx, expired.id), id, intent: null, refusal: null, customer: null });
  const session = ctx.tables.checkoutSessions.put(id, {
    ...expired,
    id,
    after_expiration: null,
    allow_promotion_codes: recovery.allow_promotion_codes,
    created: now,
    expires_at: now + 86_400,
    recovered_from: expired.id,
    status: 'open',
  });
  planExpiry(ctx, session);
  return session;
}
