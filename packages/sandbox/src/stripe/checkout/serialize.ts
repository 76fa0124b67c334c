import type { StripeContext } from '../api/context';
import type { CheckoutSessionRecord } from '../billing-tables';

export const checkoutUrl = (ctx: StripeContext, id: string): string =>
  `${ctx.world.config.url}/pay/stripe/checkout/${id}`;

/** A session in its response form, with the URL of its page while it is open and hosted. */
export function sessionOut(ctx: StripeContext, record: CheckoutSessionRecord): CheckoutSessionRecord {
  const hosted = record.ui_mode === 'hosted_page' && record.status === 'open';
  return { ...record, url: hosted ? checkoutUrl(ctx, record.id) : null };
}
