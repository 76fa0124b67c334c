import type { Expandables } from './expand';
import type { StripeContext } from './kit';
import type { Route } from './route';

/** How a stored record of a kind is shown when that differs from how it is stored. Must not change the record. */
export type Serializers = Record<string, (ctx: StripeContext, record: never) => object>;

/** One part of the API: its calls, what of its objects can be expanded, and what it does by itself in time. */
export interface Resource {
  routes: Route[];
  expandables?: Expandables;
  serializers?: Serializers;
  /** Once per world: registers scheduled actions (`ctx.world.clocks.on`) and listeners. */
  start?(ctx: StripeContext): void;
}
