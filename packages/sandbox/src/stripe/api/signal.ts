import type { World } from '../../engine/world';
import type { StripeContext } from './context';

/**
 * Lets modules notify each other without importing each other. Listeners belong to a world and run in order of `on`.
 */
export interface Signal<A extends unknown[]> {
  on(ctx: StripeContext, listener: (ctx: StripeContext, ...args: A) => void): void;
  tell(ctx: StripeContext, ...args: A): void;
}

export function signal<A extends unknown[]>(): Signal<A> {
  const listeners = new WeakMap<World, ((ctx: StripeContext, ...args: A) => void)[]>();
  return {
    on: (ctx, listener) => void listeners.set(ctx.world, [...(listeners.get(ctx.world) ?? []), listener]),
    tell(ctx, ...args) {
      for (const listener of listeners.get(ctx.world) ?? []) listener(ctx, ...args);
    },
  };
}
