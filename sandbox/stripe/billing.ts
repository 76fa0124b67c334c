import { Hono } from 'hono';
import type { StripeContext } from './api/kit';
import type { Resource } from './api/resource';

/** Subscriptions, invoices, checkout and the portal: what `app.ts` adds to the payment resources. */
export const billingResources: Resource[] = [];

/** The hosted pages under `/pay/stripe` and the control routes under `/_sandbox/stripe` that belong to them. */
export function billingPages(_ctx: StripeContext): Hono {
  return new Hono();
}
