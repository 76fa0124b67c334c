import { Hono } from 'hono';
import { z } from 'zod';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { payCheckout } from '../checkout/pay';
import { controlled } from '../control/json';
import { type BillingSettings, changeBillingSettings } from '../dunning/settings';
import { createCard, createFromName, createSepa } from '../payment-methods/create';
import { asksForMethod } from './checkout-page';

const payment = z.strictObject({
  card: z.string().default('4242424242424242'),
  email: z.email().default('customer@example.com'),
  name: z.string().default('Test Customer'),
});

const settings = z.strictObject({
  retryHours: z.array(z.number().positive()).optional(),
  afterLastRetry: z.enum(['cancel', 'unpaid', 'past_due']).optional(),
  invoiceAfterLastRetry: z.enum(['open', 'uncollectible']).optional(),
  upcomingDays: z.int().min(0).optional(),
});

/** `/_sandbox/stripe/*`: what customers do on the pages, by API, and the account's billing settings. */
export function billingControl(ctx: StripeContext): Hono {
  const app = new Hono().basePath('/_sandbox/stripe');
  app.post('/checkout/:id/pay', (http) =>
    controlled(http, payment, ({ card, email, name }) => {
      const session = ctx.need(ctx.tables.checkoutSessions, 'checkout.session', http.req.param('id'));
      if (session.status !== 'open') throw invalidRequest(`This Checkout Session is ${session.status}.`);
      const method = asksForMethod(session) ? methodFrom(ctx, card, email, name) : null;
      const typed = { email, name, country: 'US', postalCode: '10001' };
      const result = payCheckout(ctx, session.id, { method, typed });
      return result.kind === 'complete' ? { kind: result.kind, session: ctx.show(result.session) } : result;
    }),
  );
  app.post('/settings', (http) => controlled(http, settings, (change) => changeBillingSettings(ctx, given(change))));
  return app;
}

/** A card number, a predefined name (`pm_card_visa`), or an IBAN. */
function methodFrom(ctx: StripeContext, text: string, email: string, name: string) {
  const billing = { email, name };
  if (/^[A-Z]{2}\d{2}/.test(text)) return createSepa(ctx, text, { billing });
  const year = new Date(ctx.now() * 1000).getUTCFullYear() + 8;
  return (
    createFromName(ctx, text) ??
    createCard(ctx, { number: text, exp_month: 12, exp_year: year, cvc: '123' }, { billing })
  );
}

/** Only the settings that were given. */
const given = (change: z.infer<typeof settings>): Partial<BillingSettings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
