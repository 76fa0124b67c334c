import { setTimeout } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { type ConcurrentIndex, commitsEachStatement, concurrentIndex, isOneTransaction } from './migration-script';

/** Names the lock under which one process at a time migrates a database; any number that nothing else uses. */
const MIGRATING = 20_261_128;

/** In `applied_steps_count` while a migration runs that can run again however it ends. Prisma writes 0 and 1. */
const REPEATABLE = 1000;
const UNFINISHED = 'finished_at IS NULL AND rolled_back_at IS NULL';
const update = (change: string) => `UPDATE "_prisma_migrations" SET ${change} WHERE ${UNFINISHED}`;
const CAN_REPEAT = `applied_steps_count = ${REPEATABLE}`;
const FINISHED = update('finished_at = now(), applied_steps_count = 0');

/** Migrations that were begun and not finished, by name. */
export interface Unfinished {
  /** Marked as rolled back: they run again. */
  readonly repeatable: string[];
  /** Possibly applied in part: a person must repair the database. */
  readonly broken: string[];
}

export interface MigrationSession {
  /** Its `connect` always returns this session. */
  readonly adapter: PrismaPg;
  /**
   * Waits until no other process migrates the database, then decides about what wasn't finished. The lock belongs to the
   * session that runs the migrations, so it is held for as long as the server works on one, even if this process dies.
   */
  takeTurn(): Promise<Unfinished>;
  end(): Promise<void>;
}

/** Opens the one connection on which migrations run. `scripts`: the SQL of each by its name. */
export async function openMigrationSession(
  connectionString: string,
  scripts: ReadonlyMap<string, string>,
): Promise<MigrationSession> {
  const adapter = new PrismaPg({ connectionString, max: 1, idleTimeoutMillis: 0 });
  const session = await adapter.connect();
  adapter.connect = async () => session;
  // Without arguments, the server gets all statements in one message and treats them as one transaction
  // (postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT).
  const run = (sql: string) => session.executeRaw({ sql, args: [], argTypes: [] });
  const select = async (sql: string) => (await session.queryRaw({ sql, args: [], argTypes: [] })).rows;

  const isValid = async ({ name, table }: ConcurrentIndex) => {
    const [row] = await select(`SELECT indisvalid::int FROM pg_index
      WHERE indexrelid = to_regclass('"${name}"') AND indrelid = to_regclass('"${table}"')`);
    return row ? row[0] === 1 : null;
  };

  const runEach = session.executeScript.bind(session);
  session.executeScript = async (script) => {
    if (isOneTransaction(script)) {
      await run(update(CAN_REPEAT));
      await run(`${FINISHED};\n${script}`);
      return;
    }
    const index = concurrentIndex(script);
    const valid = index && (await isValid(index));
    // What a failed attempt left: it slows writes down and answers no query.
    if (index && valid === false) await run(`DROP INDEX CONCURRENTLY "${index.name}"`);
    if (index ? !valid : commitsEachStatement(script)) await run(update(CAN_REPEAT));
    try {
      await runEach(script);
    } catch (error) {
      await run('ROLLBACK').catch(() => {});
      throw error;
    }
    await run(FINISHED);
  };

  const decide = async (): Promise<Unfinished> => {
    const [table] = await select(`SELECT (to_regclass('"_prisma_migrations"') IS NOT NULL)::int`);
    if (table?.[0] !== 1) return { repeatable: [], broken: [] };
    const rows = await select(
      `SELECT migration_name, (${CAN_REPEAT})::int FROM "_prisma_migrations" WHERE ${UNFINISHED}`,
    );
    const names = (repeatable: number) => rows.filter((row) => row[1] === repeatable).map((row) => String(row[0]));
    const [name] = names(1);
    if (name === undefined) return { repeatable: [], broken: names(0) };
    const index = concurrentIndex(scripts.get(name) ?? '');
    const isBuilt = index !== null && (await isValid(index)) === true;
    await run(`${isBuilt ? FINISHED : update('rolled_back_at = now()')} AND ${CAN_REPEAT}`);
    return { repeatable: isBuilt ? [] : [name], broken: names(0) };
  };

  return {
    adapter,
    async takeTurn() {
      const take = `SELECT pg_try_advisory_lock(${MIGRATING})::int`;
      // Asks again and again: a statement that waits inside PostgreSQL holds a snapshot, and an index that is built
      // concurrently waits for every older one (postgresql.org/docs/current/sql-createindex.html), so both would fail.
      while ((await select(take))[0]?.[0] !== 1) await setTimeout(500);
      return decide();
    },
    end: () => session.dispose(),
  };
}
