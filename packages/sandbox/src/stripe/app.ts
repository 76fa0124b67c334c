import { Hono } from 'hono';
import type { World } from '../engine/world';
import { accounts } from './api/account';
import { answer } from './api/answer';
import { createContext, type StripeContext } from './api/context';
import type { Resource } from './api/resource';
import { Router } from './api/router';
import { balances } from './balance/routes';
import { billingPages, billingResources } from './billing';
import { charges } from './charges/routes';
import { cli } from './cli/routes';
import { acceptUpgrades } from './cli/upgrade';
import { moneyControl } from './control/money';
import { moneyStories } from './control/stories';
import { coupons } from './coupons/routes';
import { customers } from './customers/routes';
import { disputes } from './disputes/routes';
import { events } from './events/routes';
import { paymentIntents } from './payment-intents/routes';
import { paymentMethods } from './payment-methods/routes';
import { plans } from './prices/plan-routes';
import { prices } from './prices/routes';
import { products } from './products/routes';
import { promotionCodes } from './promotion-codes/routes';
import { refunds } from './refunds/routes';
import { setupIntents } from './setup-intents/routes';
import { testClocks } from './test-clocks/routes';
import { tokens } from './tokens/routes';
import { webhookEndpoints } from './webhook-endpoints/routes';

const resources: Resource[] = [
  accounts,
  products,
  prices,
  plans,
  customers,
  paymentMethods,
  setupIntents,
  paymentIntents,
  charges,
  refunds,
  disputes,
  balances,
  coupons,
  promotionCodes,
  events,
  webhookEndpoints,
  testClocks,
  tokens,
  cli,
  ...billingResources,
];
/** All routes of the API. Exported for the test that sends every GET and compares the state. */
export const stripeRoutes = resources.flatMap((resource) => resource.routes);
const contexts = new WeakMap<World, StripeContext>();

/** The Stripe part of a world: its tables, scheduled actions and senders. Returns the same instance on every call. */
export function stripeOf(world: World): StripeContext {
  const known = contexts.get(world);
  if (known) return known;
  const ctx = createContext(world, resources);
  contexts.set(world, ctx);
  for (const resource of resources) resource.start?.(ctx);
  world.stories.push(...moneyStories(ctx));
  return ctx;
}

/** Stripe's API, mounted at `/v1`. */
export function createStripe(world: World): Hono {
  const ctx = stripeOf(world);
  const router = new Router(stripeRoutes);
  const app = new Hono();
  app.use('/v1/stripecli/sessions', acceptUpgrades(ctx));
  app.all('/v1/*', (http) => answer(ctx, router, http));
  // v2 isn't supported; the error has Stripe's format.
  app.all('/v2/*', (http) => answer(ctx, router, http));
  return app;
}

/** The hosted pages at `/pay/stripe` and the control routes at `/_sandbox/stripe`. */
export function stripePages(world: World): Hono {
  const ctx = stripeOf(world);
  return new Hono().route('/', moneyControl(ctx)).route('/', billingPages(ctx));
}
