import type { StripeContext } from './context';
import { invalidRequest } from './errors';
import { isList } from './list';
import type { StripeObject } from './wire';

/**
 * How one property is expanded. Keys of a resource's map look like `subscription.latest_invoice` and
 * `invoice.parent.subscription_details.subscription`.
 */
export interface Expandable {
  /**
   * The type of the expanded object; `'*'` if there are several, in which case a wrong path is only detected at run
   * time.
   */
  target: string;
  /** Finds the object for the id in this property. Absent for embedded objects that a path only passes through. */
  byId?: (ctx: StripeContext, id: string) => StripeObject | undefined;
  /** For includable properties: creates the value when it is expanded (an object, a list or plain data). */
  include?: (ctx: StripeContext, owner: never) => object | null;
}
export type Expandables = Record<string, Expandable>;

/** A property that holds an id (or a list of ids) until it is expanded. */
export const reference = (target: string, byId: NonNullable<Expandable['byId']>): Expandable => ({ target, byId });

/** A property that is absent until it is expanded, such as `invoice.payments`. */
export const included = <T>(target: string, include: (ctx: StripeContext, owner: T) => object | null): Expandable => ({
  target,
  include: include as (ctx: StripeContext, owner: never) => object | null,
});

/** A property that always contains an object or list of this type, so that a path may pass through it. */
export const embedded = (target: string): Expandable => ({ target });

const cannot = (path: string): Error =>
  invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checks a path against the expandable properties, independently of the data.
 * @throws 400 for a property that can't be expanded or more than four levels of expansion
 */
function check(ctx: StripeContext, kind: string, segments: string[], path: string): void {
  let type = kind;
  let below = '';
  let depth = 0;
  for (const [index, segment] of segments.entries()) {
    if (segment === 'data' && below === '' && index > 0) continue;
    below = below === '' ? segment : `${below}.${segment}`;
    const known = ctx.expandables[`${type}.${below}`];
    if (!known) {
      if (Object.keys(ctx.expandables).some((key) => key.startsWith(`${type}.${below}.`))) continue;
      throw cannot(path);
    }
    if (known.target === '*') return;
    if (known.byId || known.include) depth++;
    type = known.target;
    below = '';
  }
  if (below !== '') throw cannot(path);
  if (depth > 4) {
    throw invalidRequest(`You cannot expand more than 4 levels of a property. Property: ${path}`, { param: 'expand' });
  }
}

function walk(ctx: StripeContext, node: unknown, segments: string[]): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(ctx, item, segments);
    return;
  }
  if (!isNode(node) || segments.length === 0) return;
  if (isList(node) && segments[0] === 'data') {
    for (const item of node.data) walk(ctx, item, segments.slice(1));
    return;
  }
  step(ctx, node, node, [], segments);
}

/** Follows a path within one object, through its plain members, to the first expandable property. */
function step(ctx: StripeContext, owner: Node, holder: Node, passed: string[], segments: string[]): void {
  const [key, ...rest] = segments;
  if (key === undefined) return;
  const known = ctx.expandables[`${owner.object}.${[...passed, key].join('.')}`];
  if (!known) {
    const inner = holder[key];
    if (isNode(inner)) step(ctx, owner, inner, [...passed, key], rest);
    return;
  }
  if (known.include && holder[key] === undefined) holder[key] = shown(ctx, known.include(ctx, owner as never));
  if (known.byId) holder[key] = resolved(ctx, known.byId, holder[key]);
  walk(ctx, holder[key], rest);
}

function resolved(ctx: StripeContext, byId: NonNullable<Expandable['byId']>, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(ctx, byId, item));
  if (typeof value !== 'string') return value;
  const found = byId(ctx, value);
  return found ? ctx.show(found) : value;
}

function shown(ctx: StripeContext, value: object | null): object | null {
  if (value === null || !('object' in value)) return value;
  return ctx.show(value as StripeObject);
}

/** Expands `paths` in a response, in place: it must be a new copy, as returned by `ctx.show`. */
export function expand(ctx: StripeContext, answer: StripeObject, paths: string[]): void {
  for (const path of paths) {
    const segments = path.split('.');
    const [first] = isList(answer) ? answer.data : [answer];
    if (isList(answer) && segments[0] !== 'data') throw cannot(path);
    const inside = isList(answer) ? segments.slice(1) : segments;
    if (inside.length === 0) throw cannot(path);
    if (first) check(ctx, first.object, inside, path);
    walk(ctx, answer, segments);
  }
}
