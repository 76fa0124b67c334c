import type { Hono } from 'hono';
import type { StripeContext } from './api/context';
import type { Resource } from './api/resource';
import { checkout } from './checkout/resource';
import { creditNotes } from './credit-notes/resource';
import { invoiceItems } from './invoice-items/resource';
import { invoices } from './invoices/resource';
import { pages } from './pages/app';
import { paymentLinks } from './payment-links/resource';
import { portal } from './portal/resource';
import { previews } from './previews/resource';
import { schedules } from './schedules/resource';
import { billingStories } from './stories';
import { subscriptionItems } from './subscription-items/resource';
import { subscriptions } from './subscriptions/resource';

/** Subscriptions, invoices, checkout and the portal, which `app.ts` adds to the payment resources. */
export const billingResources: Resource[] = [
  subscriptions,
  subscriptionItems,
  invoices,
  invoiceItems,
  creditNotes,
  previews,
  schedules,
  checkout,
  paymentLinks,
  portal,
  { routes: [], start: (ctx) => void ctx.world.stories.push(...billingStories(ctx)) },
];

/** Their hosted pages at `/pay/stripe` and control routes at `/_sandbox/stripe`. */
export const billingPages = (ctx: StripeContext): Hono => pages(ctx);
