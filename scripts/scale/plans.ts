import { type Client, DatabaseError } from 'pg';
import { z } from 'zod';
import type { Statement } from './statements';

/** A step of a plan that reads a whole large table or a whole index of it. */
export interface FullScan {
  readonly statement: string;
  readonly table: string;
  readonly node: string;
}

/** Indexes of what is left to do: they hold a few rows, and reading all of them is the point. */
const TO_DO = new Set([
  'Workspace_unredacted_idx',
  'WebhookEvent_unread_idx',
  // Operations that are planned, sent or unknown.
  'Operation_live_key',
  'Operation_subject_key',
]);

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Plans?: readonly Node[] | undefined;
}

const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Index Cond': z.string().optional(),
  get Plans() {
    return z.array(node).optional();
  },
});
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })]);

/** The full scans of tables with more than `large` rows in PostgreSQL's own plans for these statements. Runs none of them. */
export async function fullScans(client: Client, statements: readonly Statement[], large: number): Promise<FullScan[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > $1`,
    [large],
  );
  const tables = new Set(rows.map(({ name }) => name));
  const found: FullScan[] = [];
  const distinct = new Map(statements.map((statement) => [statement.text, statement]));
  for (const { text, values } of distinct.values()) {
    const result = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
    const [{ 'QUERY PLAN': plan }] = explained.parse(result.rows);
    for (const step of steps(plan[0].Plan)) {
      const table = step['Relation Name'];
      if (table === undefined || !tables.has(table) || !isFull(step)) continue;
      found.push({ statement: text, table, node: `${step['Node Type']} ${step['Index Name'] ?? ''}`.trim() });
    }
  }
  return found;
}

const timed = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ 'Execution Time': z.number() })]) })]);

/** Milliseconds that PostgreSQL itself needs for these statements: runs them again, in a transaction that is rolled back. */
export async function executionTime(client: Client, statements: readonly Statement[]): Promise<number> {
  let total = 0;
  await client.query('BEGIN');
  for (const { text, values } of statements) {
    await client.query('SAVEPOINT before');
    try {
      const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, [...values]);
      total += timed.parse(rows)[0]['QUERY PLAN'][0]['Execution Time'];
    } catch (error) {
      // The row that the first run inserted is there.
      if (!(error instanceof DatabaseError && error.code === '23505')) throw error;
      await client.query('ROLLBACK TO before');
    }
  }
  await client.query('ROLLBACK');
  return total;
}

function isFull({ 'Node Type': type, 'Index Name': index, 'Index Cond': condition }: Node): boolean {
  if (type === 'Seq Scan') return true;
  return index !== undefined && condition === undefined && !TO_DO.has(index);
}

function* steps(plan: Node): Generator<Node> {
  yield plan;
  for (const inner of plan.Plans ?? []) yield* steps(inner);
}
