import type { Hono } from 'hono';
import type { World } from './world';

/** Adds a provider to a world: its API, its hosted pages, and its control routes, each with absolute paths. */
export type ProviderModule = (world: World) => Hono[];

/** The two providers. Loaded lazily, so that tests of the engine start without them. */
export async function bothProviders(): Promise<ProviderModule[]> {
  const [stripe, dodo] = await Promise.all([import('../stripe/app'), import('../dodo/app')]);
  return [
    (world) => [stripe.createStripe(world), stripe.stripePages(world)],
    (world) => [dodo.createDodo(world), dodo.dodoPages(world)],
  ];
}
