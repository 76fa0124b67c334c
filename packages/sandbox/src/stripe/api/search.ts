import { invalidRequest } from './errors';
import { type Param, p, required } from './params';

/** The parameters of all searches. */
export const searchParams = {
  query: required(p.string({ max: 1000 })),
  limit: p.integer({ min: 1, max: 100 }),
  page: p.string(),
} satisfies Record<string, Param<unknown, boolean>>;

type Operator = ':' | '~' | '>' | '<' | '>=' | '<=';
interface Clause {
  negated: boolean;
  field: string;
  key: string | undefined;
  operator: Operator;
  value: string | null;
}

// -field["key"]op"value", with either quote, or a bare number or null.
const CLAUSE =
  /^\s*(-?)([a-z_.]+)(?:\[(?:"([^"]+)"|'([^']+)')\])?\s*(:|~|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([\w.-]+))\s*/i;

const badQuery = (query: string): Error =>
  invalidRequest(
    `We were unable to parse your search query \`${query}\`. See https://stripe.com/docs/search#search-query-language for more information.`,
    { param: 'query' },
  );

function parse(query: string): { clauses: Clause[]; any: boolean } {
  const clauses: Clause[] = [];
  const joins = new Set<string>();
  let rest = query;
  while (true) {
    const found = CLAUSE.exec(rest);
    if (!found) throw badQuery(query);
    const [whole, minus, field = '', doubleKey, singleKey, operator = ':', doubled, singled, bare] = found;
    const quoted = doubled ?? singled;
    clauses.push({
      negated: minus === '-',
      field: field.toLowerCase(),
      key: doubleKey ?? singleKey,
      operator: operator as Operator,
      value: quoted?.replace(/\\(.)/g, '$1') ?? (bare === 'null' ? null : (bare ?? '')),
    });
    rest = rest.slice(whole.length);
    if (rest === '') break;
    const join = /^(AND|OR)\s+/i.exec(rest)?.[0];
    if (!join && rest.trim() === '') break;
    joins.add((join ?? 'AND').trim().toUpperCase());
    rest = rest.slice(join?.length ?? 0);
  }
  // Stripe doesn't allow AND and OR in one query either.
  if (joins.size > 1) throw badQuery(query);
  return { clauses, any: joins.has('OR') };
}

/** How a resource's searchable fields are read. `metadata["k"]` is passed with its key. */
export type SearchFields<T> = Record<string, (item: T, key: string) => string | number | boolean | null | undefined>;

function holds<T>(clause: Clause, item: T, fields: SearchFields<T>): boolean {
  const found = fields[clause.field]?.(item, clause.key ?? '') ?? null;
  return compare(clause, found) !== clause.negated;
}

function compare({ operator, value }: Clause, found: string | number | boolean | null): boolean {
  if (value === null) return found === null;
  if (found === null) return false;
  if (operator === ':') return String(found).toLowerCase() === value.toLowerCase();
  if (operator === '~') return String(found).toLowerCase().includes(value.toLowerCase());
  const [a, b] = [Number(found), Number(value)];
  if (operator === '>') return a > b;
  if (operator === '<') return a < b;
  return operator === '>=' ? a >= b : a <= b;
}

/**
 * Runs a search with Stripe's query language: `field:"exact"`, `field~"part"`, numbers with < and >, `-field`,
 * `metadata["k"]`, AND or OR.
 * @throws 400 for an invalid query or an unsupported field
 */
export function searchOf<T>(
  params: { query: string; limit?: number | undefined; page?: string | undefined },
  options: { url: string; source: Iterable<T>; fields: SearchFields<T> },
): object {
  const { clauses, any } = parse(params.query);
  const unknown = clauses.find((clause) => !Object.hasOwn(options.fields, clause.field));
  if (unknown) {
    throw invalidRequest(
      `Field \`${unknown.field}\` is an unsupported search field for resource \`${options.url.split('/')[2]}\`.`,
      {
        param: 'query',
      },
    );
  }
  const limit = params.limit ?? 10;
  const skip = params.page === undefined ? 0 : offsetOf(params.page);
  const data: T[] = [];
  let matched = 0;
  for (const item of options.source) {
    const fits = any
      ? clauses.some((clause) => holds(clause, item, options.fields))
      : clauses.every((clause) => holds(clause, item, options.fields));
    if (!fits) continue;
    if (matched >= skip && data.length < limit) data.push(item);
    matched++;
  }
  const more = matched > skip + data.length;
  return {
    object: 'search_result',
    data,
    has_more: more,
    next_page: more ? Buffer.from(`offset:${skip + limit}`).toString('base64url') : null,
    url: options.url,
  };
}

function offsetOf(page: string): number {
  const [, offset] = /^offset:(\d+)$/.exec(Buffer.from(page, 'base64url').toString()) ?? [];
  if (offset === undefined) throw invalidRequest('Invalid page token.', { param: 'page' });
  return Number(offset);
}
