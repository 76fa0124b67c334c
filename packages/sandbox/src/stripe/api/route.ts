import type { StripeContext } from './context';
import { invalidParameter } from './errors';
import type { RawObject } from './form';
import { type ParamsOf, p, type Reading, readObject, type Schema } from './params';
import type { StripeObject } from './wire';

type Names<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? Names<Head> | Names<Tail>
  : Path extends `:${infer Name}`
    ? Name
    : never;

/** A handler's input: the path's ids by name, and the parameters parsed by the schema. */
export type Call<Path extends string, S extends Schema> = { [Name in Names<Path>]: string } & { params: ParamsOf<S> };

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  /**
   * Parses the parameters (a 400 here is a validation error, which idempotency keys don't save) and returns the
   * function to run. `expand` is removed.
   */
  prepare(path: Record<string, string>, raw: RawObject, version: string | null): Prepared;
}
export interface Prepared {
  expand: string[];
  run(ctx: StripeContext): StripeObject | Promise<StripeObject>;
}

const common = { expand: p.array(p.string()) };

/**
 * A route of the API. `path` looks like `/v1/prices/:id`; literal segments take precedence over named ones. The handler
 * returns stored records, `listOf`, `searchOf` or a deleted stub, which are then serialized and expanded. `ctx` is
 * bound to this request (`ctx.request`, `ctx.version`). Errors are thrown (`errors.ts`).
 */
export function defineRoute<const Path extends string, S extends Schema>(spec: {
  method: Route['method'];
  path: Path;
  params?: S;
  handler(ctx: StripeContext, call: Call<Path, S>): object | Promise<object>;
}): Route {
  const schema = { ...spec.params, ...common };
  return {
    method: spec.method,
    path: spec.path,
    prepare(path, raw, version) {
      const reading: Reading = { version, unknown: [] };
      const { expand = [], ...params } = readObject(schema, raw, '', reading);
      if (reading.unknown.length > 0) throw unknownParameters(reading.unknown);
      // The router fills exactly the names in `path`, and `schema` is the spec's own plus `expand`.
      const call = { ...path, params } as unknown as Call<Path, S>;
      return {
        expand,
        run: (ctx) => spec.handler(ctx, call) as StripeObject | Promise<StripeObject>,
      };
    },
  };
}

function unknownParameters(names: string[]): Error {
  const plural = names.length > 1 ? 's' : '';
  return invalidParameter(`Received unknown parameter${plural}: ${names.join(', ')}`, {
    code: 'parameter_unknown',
    param: names[0] ?? '',
  });
}
