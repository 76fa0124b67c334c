import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { CheckoutSessionRecord } from '../billing-tables';
import { cancelIntent } from '../payment-intents/cancel';
import { hiddenCheckout } from './hidden-state';

const key = (id: string): string => `stripe.checkout.expire:${id}`;

export function planExpiry(ctx: StripeContext, session: CheckoutSessionRecord): void {
  ctx.world.clocks.schedule({
    at: session.expires_at,
    kind: 'stripe.checkout.expire',
    key: key(session.id),
    data: { id: session.id },
    clock: ctx.clockOf(session.customer),
  });
}

export const forgetExpiry = (ctx: StripeContext, id: string): void => ctx.world.clocks.cancel(key(id));

export function startExpiry(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.checkout.expire', ({ id }: { id: string }) => {
    const session = ctx.tables.checkoutSessions.get(id);
    if (session?.status === 'open') expireSession(ctx, session);
  });
}

/** Expires an open session. Emits `checkout.session.expired`. @throws 400 if it isn't open */
export function expireSession(ctx: StripeContext, session: CheckoutSessionRecord): CheckoutSessionRecord {
  if (session.status !== 'open') {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
      { param: 'session' },
    );
  }
  forgetExpiry(ctx, session.id);
  const after = session.after_expiration?.recovery;
  const expired = ctx.tables.checkoutSessions.put(session.id, { ...session, status: 'expired' });
  if (after) {
    const expires_at = ctx.now(session.customer) + 30 * 86_400;
    const recovery = { ...after, expires_at, url: `${ctx.world.config.url}/pay/stripe/checkout/${session.id}/recover` };
    ctx.tables.checkoutSessions.put(session.id, { ...expired, after_expiration: { recovery } });
  }
  abandonIntent(ctx, session.id);
  ctx.emit('checkout.session.expired', ctx.tables.checkoutSessions.get(session.id) ?? expired);
  return ctx.tables.checkoutSessions.get(session.id) ?? expired;
}

function abandonIntent(ctx: StripeContext, session: string): void {
  const intent = ctx.tables.paymentIntents.get(hiddenCheckout(ctx, session).intent ?? '');
  const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
  if (intent && open.includes(intent.status)) cancelIntent(ctx, intent, 'automatic');
}
