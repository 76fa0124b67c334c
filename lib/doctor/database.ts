import { db } from '@/lib/db';
import { checkClock } from './clock';
import { attempt, type Finding, failure, ok, warning } from './finding';

/** Major versions of PostgreSQL: the oldest that the SQL here needs, and the oldest that still gets fixes (postgresql.org/support/versioning). */
const VERSIONS = { needed: 13, supported: 15 } as const;
/** Share of the server's connections in use from which a deployment may find none left. */
const BUSY = 0.8;

/** `expected`: the names of all migrations of this version, in order. */
export async function checkDatabase(expected: readonly string[]): Promise<readonly Finding[]> {
  const todo = 'Check DATABASE_URL and that PostgreSQL runs';
  const reached = await attempt('database', todo, async () => {
    const [row] = await db().$queryRaw<
      { version: number }[]
    >`SELECT current_setting('server_version_num')::int AS version`;
    return checkVersion(row?.version ?? 0);
  });
  if (reached.some(({ level, check }) => level === 'failure' && check === 'database')) return reached;
  return [
    ...reached,
    ...(await attempt('migrations', 'Run: npm run db:migrate', () => checkMigrations(expected))),
    ...(await attempt('pooler', 'Use a pooler in transaction mode: docs/deploy.md#the-database', checkConnections)),
    ...(await attempt('clock and database', todo, async () => {
      const [row] = await db().$queryRaw<
        { ms: number }[]
      >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`;
      return checkClock('database', row?.ms ?? 0, Date.now());
    })),
  ];
}

/** `version`: PostgreSQL's `server_version_num`, such as 180004. */
export function checkVersion(version: number): Finding {
  const major = Math.floor(version / 10_000);
  if (major < VERSIONS.needed)
    return failure('database', `PostgreSQL ${major}`, `Upgrade to PostgreSQL ${VERSIONS.supported} or later`);
  if (major < VERSIONS.supported)
    return warning(
      'database',
      `PostgreSQL ${major}, which no longer gets fixes`,
      `Upgrade to PostgreSQL ${VERSIONS.supported} or later`,
    );
  return ok('database', `PostgreSQL ${major}`);
}

async function checkMigrations(expected: readonly string[]): Promise<Finding> {
  const [table] = await db().$queryRaw<
    { there: boolean }[]
  >`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`;
  const applied = table?.there
    ? await db().$queryRaw<{ name: string; done: boolean }[]>`
        SELECT migration_name AS name, finished_at IS NOT NULL AS done FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`
    : [];
  const failed = applied.filter(({ done }) => !done).map(({ name }) => name);
  if (failed.length > 0) {
    const todo = 'Run: npm run db:migrate. If it fails again, it says what to do';
    return failure('migrations', `failed: ${failed.join(', ')}`, todo);
  }
  const names = new Set(applied.map(({ name }) => name));
  const pending = expected.filter((name) => !names.has(name));
  if (pending.length > 0) return failure('migrations', `pending: ${pending.join(', ')}`, 'Run: npm run db:migrate');
  const newer = [...names].filter((name) => !expected.includes(name));
  if (newer.length > 0)
    return warning(
      'migrations',
      `the database is ahead of this version: ${newer.join(', ')}`,
      'Deploy the newer version',
    );
  return ok('migrations', `all ${expected.length} applied`);
}

/** What a pooler could break: the time zone of a connection, locks and settings within a transaction, free connections. */
async function checkConnections(): Promise<Finding> {
  const zone = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('doctor', 0))`;
    const [row] = await tx.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone`;
    return row?.zone ?? '';
  });
  if (zone !== 'UTC') {
    const todo = 'Let the pooler keep the time zone of each client (PgBouncer: track_extra_parameters)';
    return failure('pooler', `connections are in the time zone ${zone}, not UTC`, todo);
  }
  const [row] = await db().$queryRaw<{ used: number; most: number }[]>`
    SELECT count(*)::int AS used, current_setting('max_connections')::int AS most FROM pg_stat_activity
    WHERE backend_type = 'client backend'`;
  const { used, most } = row ?? { used: 0, most: 1 };
  if (used / most >= BUSY)
    return warning(
      'pooler',
      `${used} of ${most} connections are in use`,
      'Put a pooler in transaction mode in front: docs/deploy.md#the-database',
    );
  return ok('pooler', `transactions and locks work, ${used} of ${most} connections are in use`);
}
