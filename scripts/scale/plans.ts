import { type Client, DatabaseError } from 'pg';
import { z } from 'zod';
import { explain, explainForAny, type PlanFor, type Step } from './plan-steps';
import type { Statement } from './statements';

/** A step of a plan that reads a whole large table, a whole index of it, or everything that waits. */
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
  // Alerts without a notice so far, and those that are open.
  'Alert_unsent_key',
  'Alert_open_idx',
]);

/** A statement without a limit may read one row in so many of the smallest large table by an index. */
const MANY = 5;

interface Index {
  readonly name: string;
  readonly table: string;
  /** Its columns, written as in a condition. */
  readonly columns: readonly { readonly name: string; readonly isEnum: boolean }[];
  readonly isPrimary: boolean;
  readonly isPartial: boolean;
}

/** The tables that have more than so many rows by PostgreSQL's statistics, and, with -1, all that have been counted. */
export async function tablesBeyond(client: Client, large: number): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > $1`,
    [large],
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * The full scans of tables with more than `large` rows in PostgreSQL's own plans for these statements, if the indexes
 * `without` weren't there. Runs none of the statements, and drops indexes only in a transaction that is rolled back.
 */
export async function fullScans(
  client: Client,
  statements: readonly Statement[],
  large: number,
  without: readonly string[] = [],
  planFor: PlanFor = 'its values',
): Promise<FullScan[]> {
  const tables = await tablesBeyond(client, large);
  const indexes = await readIndexes(client);
  // Without values, PostgreSQL guesses how many rows a condition leaves.
  const many = planFor === 'its values' ? large / MANY : Number.POSITIVE_INFINITY;
  const found: FullScan[] = [];
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL plan_cache_mode = force_generic_plan');
    for (const index of without) await client.query(`DROP INDEX "${index}"`);
    for (const statement of distinctOf(statements)) {
      for (const step of await explainWithoutSkips(client, statement, indexes, planFor)) {
        const index = step['Index Name'];
        const table = indexes.get(index ?? '')?.table ?? step['Relation Name'];
        if (table === undefined || !tables.has(table) || !isFull(step, many)) continue;
        found.push({ statement: statement.text, table, node: `${step['Node Type']} ${index ?? ''}`.trim() });
      }
    }
  } finally {
    await client.query('ROLLBACK');
  }
  return found;
}

/**
 * Whether PostgreSQL uses an index for one of these statements if there are only primary keys otherwise. It doesn't use a
 * partial one if the condition on the index follows only from a parameter, as Prisma writes states.
 */
export async function canUse(
  client: Client,
  statements: readonly Statement[],
  table: string,
  index: string,
): Promise<boolean> {
  const about = [...distinctOf(statements)].filter(({ text }) => text.includes(table) && !text.includes('ON CONFLICT'));
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL enable_seqscan = off');
    for (const { name, isPrimary, ...other } of (await readIndexes(client)).values())
      if (`"${other.table}"` === table && `"${name}"` !== index && !isPrimary)
        await client.query(`DROP INDEX "${name}"`);
    for (const statement of about) {
      const steps = await explain(client, statement);
      if (steps.some((step) => `"${step['Index Name']}"` === index)) return true;
    }
    return false;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** One of each text. */
function distinctOf(statements: readonly Statement[]): Iterable<Statement> {
  return new Map(statements.map((statement) => [statement.text, statement])).values();
}

async function readIndexes(client: Client): Promise<ReadonlyMap<string, Index>> {
  const { rows } = await client.query<Index>(`
    SELECT named.relname AS name, indexed.relname AS table, indisprimary AS "isPrimary", indpred IS NOT NULL AS "isPartial",
      (SELECT json_agg(json_build_object('name', pg_get_indexdef(indexrelid, attnum, true), 'isEnum', typtype = 'e') ORDER BY attnum)
       FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid WHERE attrelid = indexrelid) AS columns
    FROM pg_index JOIN pg_class named ON named.oid = indexrelid JOIN pg_class indexed ON indexed.oid = indrelid
    WHERE indexed.relnamespace = 'public'::regnamespace`);
  return new Map(rows.map((index) => [index.name, index]));
}

/** The steps of a plan that uses each index to find a few rows: others are dropped, and the statement planned again. */
async function explainWithoutSkips(
  client: Client,
  statement: Statement,
  indexes: ReadonlyMap<string, Index>,
  planFor: PlanFor,
): Promise<Step[]> {
  await client.query('SAVEPOINT statement');
  for (;;) {
    const all = await (planFor === 'its values' ? explain(client, statement) : explainForAny(client, statement));
    const poor = all
      .map((step, place) => poorlyUsed(step, all[place - 1], indexes))
      .find((index) => index !== undefined);
    if (poor === undefined) {
      await client.query('ROLLBACK TO statement');
      return all;
    }
    const { name, table, isPrimary } = poor;
    await client.query(isPrimary ? `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"` : `DROP INDEX "${name}"`);
  }
}

/**
 * An index of which a condition doesn't name the first column, or nothing but states and the like, which many rows share.
 * PostgreSQL 18 skips through the values of a first column that has few (postgresql.org/docs/18/indexes-multicolumn.html),
 * which can't be switched off, and older versions read the whole index or table instead.
 */
function poorlyUsed(step: Step, above: Step | undefined, indexes: ReadonlyMap<string, Index>): Index | undefined {
  const index = indexes.get(step['Index Name'] ?? '');
  const condition = step['Index Cond'];
  if (index === undefined || condition === undefined) return undefined;
  // The first rows in the order of the index. Nearly all rows of a database have its mode.
  const isHead = above?.['Node Type'] === 'Limit' && (step.Filter ?? '(mode = ').startsWith('(mode = ');
  const telling = index.isPartial || isHead ? undefined : index.columns.find(({ isEnum }) => !isEnum);
  const needed = [index.columns[0], telling].flatMap((column) => column?.name ?? []);
  return needed.every((column) => namesColumn(condition, column)) ? undefined : index;
}

/** Columns of other tables have the table before them; values and types are in quotes. Most rows aren't null. */
function namesColumn(condition: string, column: string): boolean {
  const before = condition.replaceAll(`(${column} IS NOT NULL)`, '').split(column).slice(0, -1);
  return before.some((part) => /[( ]$/.test(part));
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

/** Whether it reads a whole table or index, or by the plan for its values more than `many` rows of an index. */
function isFull({ 'Index Name': index, 'Index Cond': condition, ...step }: Step, many: number): boolean {
  if (step['Node Type'] === 'Seq Scan') return true;
  if (index === undefined || TO_DO.has(index)) return false;
  return condition === undefined || (!step.isLimited && step['Plan Rows'] > many);
}
