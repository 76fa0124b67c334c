import { invalidParameter } from './errors';
import { members, type Raw } from './form';
import type { MetadataChange } from './metadata';

/** State of a parse: collects unknown parameters, so that one response names all of them. */
export interface Reading {
  version: string | null;
  unknown: string[];
}

/** How one parameter is parsed. `parse` throws 400 with Stripe's error message. */
export interface Param<T, Required extends boolean = false> {
  parse(raw: Raw, path: string, reading: Reading): T;
  required: Required;
  /**
   * Only accepted from clients without a Stripe-Version or with one older than this
   * (docs/providers/stripe.md#stripe-cli).
   */
  removedIn?: string;
}

export type Schema = Record<string, Param<unknown, boolean>>;
type Value<P> = P extends Param<infer T, boolean> ? T : never;
type RequiredKeys<S> = { [K in keyof S]: S[K] extends Param<unknown, true> ? K : never }[keyof S];

/**
 * The parsed values of a schema: required ones are present, the others optional. `clearable` ones are null when sent
 * empty.
 */
export type ParamsOf<S> = { [K in RequiredKeys<S>]: Value<S[K]> } & {
  [K in Exclude<keyof S, RequiredKeys<S>>]?: Value<S[K]> | undefined;
};

const optional = <T>(parse: Param<T>['parse']): Param<T> => ({ parse, required: false });
const isText = (raw: Raw): raw is string => typeof raw === 'string';

function notEmpty(raw: string, path: string): void {
  if (raw !== '') return;
  throw invalidParameter(
    `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: path },
  );
}

function string(limits: { max?: number } = {}): Param<string> {
  const max = limits.max ?? 5000;
  return optional((raw, path) => {
    if (!isText(raw)) throw invalidParameter('Invalid string: must be a string', { param: path });
    notEmpty(raw, path);
    if (raw.length > max) {
      throw invalidParameter(`Invalid string: ${raw.slice(0, 40)}…; must be at most ${max} characters`, {
        param: path,
      });
    }
    return raw;
  });
}

function integer(limits: { min?: number; max?: number } = {}): Param<number> {
  return optional((raw, path) => {
    if (!isText(raw) || !/^-?\d{1,15}$/.test(raw)) {
      throw invalidParameter(`Invalid integer: ${isText(raw) ? raw : 'must be an integer'}`, {
        code: 'parameter_invalid_integer',
        param: path,
      });
    }
    const value = Number(raw);
    if (limits.min !== undefined && value < limits.min) {
      throw invalidParameter(`This value must be greater than or equal to ${limits.min}.`, {
        code: 'parameter_invalid_integer',
        param: path,
      });
    }
    if (limits.max !== undefined && value > limits.max) {
      throw invalidParameter(`This value must be less than or equal to ${limits.max}.`, {
        code: 'parameter_invalid_integer',
        param: path,
      });
    }
    return value;
  });
}

function decimal(limits: { min?: number; max?: number } = {}): Param<string> {
  return optional((raw, path) => {
    const inside = isText(raw) && /^-?\d{1,15}(\.\d{1,12})?$/.test(raw) && withinLimits(Number(raw), limits);
    if (!inside) throw invalidParameter(`Invalid decimal: ${isText(raw) ? raw : ''}`, { param: path });
    return raw;
  });
}

const withinLimits = (value: number, { min = -Infinity, max = Infinity }: { min?: number; max?: number }): boolean =>
  value >= min && value <= max;

const boolean = (): Param<boolean> =>
  optional((raw, path) => {
    if (raw === 'true') return true;
    if (raw === 'false') return false;
    throw invalidParameter(`Invalid boolean: ${isText(raw) ? raw : ''}`, { param: path });
  });

function enumOf<const T extends string>(...values: T[]): Param<T> {
  return optional((raw, path) => {
    const value = values.find((known) => known === raw);
    if (value !== undefined) return value;
    const named = values.length > 1 ? `${values.slice(0, -1).join(', ')}, or ${values.at(-1)}` : values[0];
    throw invalidParameter(`Invalid ${path}: must be one of ${named}`, { param: path });
  });
}

const currency = (): Param<string> =>
  optional((raw, path) => {
    if (isText(raw) && CURRENCIES.has(raw.toLowerCase())) return raw.toLowerCase();
    throw invalidParameter(
      `Invalid currency: ${isText(raw) ? raw : ''}. Stripe currently supports these currencies: ${[...CURRENCIES].join(', ')}`,
      { param: path },
    );
  });

const CURRENCIES = new Set(
  'usd, aed, afn, all, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bhd, bif, bmd, bnd, bob, brl, bsd, bwp, byn, bzd, cad, cdf, chf, clp, cny, cop, crc, cve, czk, djf, dkk, dop, dzd, egp, etb, eur, fjd, fkp, gbp, gel, gip, gmd, gnf, gtq, gyd, hkd, hnl, htg, huf, idr, ils, inr, isk, jmd, jod, jpy, kes, kgs, khr, kmf, krw, kwd, kyd, kzt, lak, lbp, lkr, lrd, lsl, mad, mdl, mga, mkd, mmk, mnt, mop, mur, mvr, mwk, mxn, myr, mzn, nad, ngn, nio, nok, npr, nzd, omr, pab, pen, pgk, php, pkr, pln, pyg, qar, ron, rsd, rub, rwf, sar, sbd, scr, sek, sgd, shp, sle, sos, srd, std, szl, thb, tjs, tnd, top, try, ttd, twd, tzs, uah, ugx, uyu, uzs, vnd, vuv, wst, xaf, xcd, xcg, xof, xpf, yer, zar, zmw'.split(
    ', ',
  ),
);

/** Parses an object's members by their own schema. Collects unknown ones, rejects missing required ones. */
export function readObject<S extends Schema>(schema: S, raw: Raw, path: string, reading: Reading): ParamsOf<S> {
  const pairs = typeof raw === 'object' && !Array.isArray(raw) ? raw : undefined;
  if (!pairs) throw invalidParameter('Invalid object', { param: path });
  const at = (key: string): string => (path === '' ? key : `${path}[${key}]`);
  const values: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(pairs)) {
    const param = Object.hasOwn(schema, key) ? schema[key] : undefined;
    if (!param || gone(param, reading)) reading.unknown.push(at(key));
    else values[key] = param.parse(member, at(key), reading);
  }
  for (const [key, param] of Object.entries(schema)) {
    if (!param.required || key in values) continue;
    throw invalidParameter(`Missing required param: ${at(key)}.`, { code: 'parameter_missing', param: at(key) });
  }
  // The loop above has just established the schema's type; the compiler can't infer it from the names.
  return values as ParamsOf<S>;
}

const gone = (param: Param<unknown, boolean>, { version }: Reading): boolean =>
  param.removedIn !== undefined && version !== null && version >= param.removedIn;

function object<S extends Schema>(schema: S): Param<ParamsOf<S>> {
  return optional((raw, path, reading) => readObject(schema, raw, path, reading));
}

function array<T>(of: Param<T, boolean>, limits: { max?: number } = {}): Param<T[]> {
  return optional((raw, path, reading) => {
    const list = members(raw);
    if (!list) throw invalidParameter('Invalid array', { param: path });
    if (limits.max !== undefined && list.length > limits.max) {
      throw invalidParameter(`Array ${path} exceeded maximum ${limits.max} allowed elements.`, { param: path });
    }
    return list.map((member, index) => of.parse(member, `${path}[${index}]`, reading));
  });
}

const record = (): Param<Record<string, string>> =>
  optional((raw, path) => {
    if (typeof raw !== 'object' || Array.isArray(raw)) throw invalidParameter('Invalid object', { param: path });
    return Object.fromEntries(
      Object.entries(raw).map(([key, value]) => {
        if (!isText(value)) throw invalidParameter('Invalid string: must be a string', { param: `${path}[${key}]` });
        return [key, value];
      }),
    );
  });

/** `metadata=` clears, `metadata[k]=` removes the key, the rest is merged: pass the value to `mergeMetadata`. */
const metadata = (): Param<MetadataChange> =>
  optional((raw, path, reading) => (raw === '' ? null : record().parse(raw, path, reading)));

/** A filter on a time or number: a plain value or any of gt, gte, lt, lte. */
export interface Range {
  gt?: number | undefined;
  gte?: number | undefined;
  lt?: number | undefined;
  lte?: number | undefined;
}

const range = (): Param<Range> => {
  const bounds = object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() });
  return optional((raw, path, reading) => {
    if (!isText(raw)) return bounds.parse(raw, path, reading);
    const value = integer().parse(raw, path, reading);
    return { gte: value, lte: value };
  });
};

/** One of two parsers, the first only for exactly this text: `orText('now', p.timestamp())`. */
function orText<const W extends string, T>(words: W | W[], other: Param<T>): Param<W | T> {
  const known = Array.isArray(words) ? words : [words];
  return optional((raw, path, reading) => known.find((word) => word === raw) ?? other.parse(raw, path, reading));
}

/** A string or an object: `product=prod_1` and `product[name]=Pro`. */
function orObject<T, S extends Schema>(plain: Param<T>, schema: S): Param<T | ParamsOf<S>> {
  return optional((raw, path, reading) =>
    isText(raw) ? plain.parse(raw, path, reading) : readObject(schema, raw, path, reading),
  );
}

/** The parameter types. Times are unix seconds; amounts are minor units. */
export const p = {
  string,
  integer,
  decimal,
  boolean,
  timestamp: (): Param<number> => integer({ min: 0 }),
  enumOf,
  currency,
  object,
  array,
  record,
  metadata,
  range,
  orText,
  orObject,
  /** Any value, not validated: for parameters whose members don't matter here. */
  anything: (): Param<Raw> => optional((raw) => raw),
};

/** A required parameter. */
export const required = <T>(param: Param<T>): Param<T, true> => ({ ...param, required: true });

/** An empty value unsets: the handler gets `null`. */
export const clearable = <T>(param: Param<T>): Param<T | null> => ({
  ...param,
  parse: (raw, path, reading) => (raw === '' ? null : param.parse(raw, path, reading)),
});

/** Only for clients without a version or with an older one; others get `parameter_unknown`. */
export const removedIn = <T>(version: string, param: Param<T>): Param<T> => ({ ...param, removedIn: version });
