import type { Resource } from './api/resource';

/** Subscriptions, invoices, checkout and the portal: what `app.ts` adds to the payment resources. */
export const billingResources: Resource[] = [];
