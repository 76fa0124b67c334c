import { Hono } from 'hono';
import type { World } from '../engine/world';
import { answer } from './api/answer';
import { createContext, type StripeContext } from './api/kit';
import { Router } from './api/router';
import { billingPages, billingResources } from './billing';

const resources = [...billingResources];
const contexts = new WeakMap<World, StripeContext>();

/** The Stripe half of a world: its tables, scheduled actions and senders. The same one on every call. */
export function stripeOf(world: World): StripeContext {
  const known = contexts.get(world);
  if (known) return known;
  const ctx = createContext(world, resources);
  contexts.set(world, ctx);
  for (const resource of resources) resource.start?.(ctx);
  return ctx;
}

/** Stripe's API under `/v1`. */
export function createStripe(world: World): Hono {
  const ctx = stripeOf(world);
  const router = new Router(resources.flatMap((resource) => resource.routes));
  const app = new Hono();
  app.all('/v1/*', (http) => answer(ctx, router, http));
  return app;
}

/** The hosted pages under `/pay/stripe` and the control routes under `/_sandbox/stripe`. */
export function stripePages(world: World): Hono {
  return billingPages(stripeOf(world));
}
