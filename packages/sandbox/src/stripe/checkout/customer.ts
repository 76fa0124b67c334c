import type { StripeContext } from '../api/context';
import type { CustomerRecord } from '../api/tables';
import type { CheckoutSessionRecord } from '../billing-tables';
import { createCustomer } from '../customers/create';
import type { HiddenCheckout } from './hidden-state';
import { saveHiddenCheckout } from './hidden-state';

export interface Typed {
  email: string;
  name: string;
  country: string;
  postalCode: string;
}

export const addressOf = ({ country, postalCode }: Typed) => ({
  city: null,
  country: country || null,
  line1: null,
  line2: null,
  postal_code: postalCode || null,
  state: null,
});

/** Whether completing this session creates a customer: always for subscriptions, in payment mode if requested. */
export function makesCustomer(session: CheckoutSessionRecord, hidden: HiddenCheckout): boolean {
  if (session.mode === 'subscription') return true;
  if (session.mode === 'setup') return false;
  return (
    session.customer_creation === 'always' ||
    session.invoice_creation?.enabled === true ||
    hidden.paymentIntentData?.setup_future_usage !== undefined
  );
}

/** The session's customer. A new one is created at the first payment attempt and kept after declines. */
export function checkoutCustomer(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  hidden: HiddenCheckout,
  typed: Typed,
): CustomerRecord | null {
  const known = ctx.tables.customers.get(session.customer ?? hidden.customer ?? '');
  if (known) return known;
  if (!makesCustomer(session, hidden)) return null;
  const made = createCustomer(ctx, { email: typed.email });
  saveHiddenCheckout(ctx, { ...hidden, customer: made.id });
  const patch = {
    address: addressOf(typed),
    currency: session.currency,
    name: typed.name || null,
    preferred_locales: ['en-US'],
  };
  return ctx.update(ctx.tables.customers, made, patch, 'customer.updated');
}
