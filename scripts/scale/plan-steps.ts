import type { Client } from 'pg';
import { z } from 'zod';
import type { Statement } from './statements';

/**
 * A plan for the values of a statement, or one for any values: PostgreSQL may change to it when a prepared statement runs for
 * the sixth time (postgresql.org/docs/current/sql-prepare.html). That one can't use a partial index because of a parameter.
 */
export type PlanFor = 'its values' | 'any values';

interface Node {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Filter?: string | undefined;
  readonly Plans?: readonly Node[] | undefined;
}

/** One step of a plan, as PostgreSQL writes it. */
export interface Step extends Node {
  /** Whether a limit above ends it early. */
  readonly isLimited: boolean;
}

const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Index Cond': z.string().optional(),
  Filter: z.string().optional(),
  get Plans() {
    return z.array(node).optional();
  },
});
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })]);

/** Steps that take all of their rows before they return the first. */
const TAKES_ALL = new Set(['Sort', 'Hash', 'Aggregate', 'Bitmap Heap Scan']);

/** The steps of the plan for the values of a statement, each before those below it. */
export async function explain(client: Client, { text, values }: Statement): Promise<Step[]> {
  const result = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
  return stepsOf(result.rows);
}

/** The steps of the plan for any values, in a transaction with `plan_cache_mode = force_generic_plan`. */
export async function explainForAny(client: Client, { text, values }: Statement): Promise<Step[]> {
  const given = values.length === 0 ? '' : `(${values.map(() => 'NULL').join(', ')})`;
  await client.query(`PREPARE explained AS ${text}`);
  const result = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE explained${given}`);
  await client.query('DEALLOCATE explained');
  return stepsOf(result.rows);
}

function stepsOf(rows: unknown): Step[] {
  const [{ 'QUERY PLAN': plan }] = explained.parse(rows);
  return [...steps(plan[0].Plan, false)];
}

function* steps(plan: Node, isLimited: boolean): Generator<Step> {
  yield { ...plan, isLimited };
  const type = plan['Node Type'];
  const below = type === 'Limit' || (isLimited && !TAKES_ALL.has(type));
  for (const inner of plan.Plans ?? []) yield* steps(inner, below);
}
