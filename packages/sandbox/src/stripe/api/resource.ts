import type { StripeContext } from './context';
import type { Expandables } from './expand';
import type { Route } from './route';

/** How a stored record is serialized, if that differs from its stored form. Must not mutate the record. */
export type Serializers = Record<string, (ctx: StripeContext, record: never) => object>;

/** One part of the API: its routes, its expandable properties, and its scheduled actions. */
export interface Resource {
  routes: Route[];
  expandables?: Expandables;
  serializers?: Serializers;
  /** Called once per world: registers scheduled actions (`ctx.world.clocks.on`) and listeners. */
  start?(ctx: StripeContext): void;
}
