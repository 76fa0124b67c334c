import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PRISMA } from '../../scripts/lib/migrations';
import { cloneOfScripts, type Outcome } from '../fixtures/commands';
import { admin, databaseUrl } from '../fixtures/server';

const OWN = '20261129142849_workspaces_own';
/** What `npm run db:migrate` says of a migration that can run again. */
const REPEAT = "didn't finish. When what it failed on is gone, run npm run db:migrate again.";
const TABLES = 'CREATE TABLE "A" (old INT);\nCREATE TABLE "B" (old INT);\n';
const RENAMES = `SET lock_timeout = '10min';\nALTER TABLE "A" RENAME COLUMN old TO new;\nALTER TABLE "B" RENAME COLUMN old TO new;\nRESET lock_timeout;\n`;
const INDEX = '-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY "A_old_key" ON "A"("old");\n';

const made: { folder: string; clients: pg.Client[] }[] = [];
afterAll(async () => {
  for (const { folder, clients } of made) {
    for (const client of clients) await client.end();
    await rm(folder, { recursive: true });
  }
});

/** A copy of the scripts with migrations of its own, and a database, empty or a clone of another. */
async function project(migrations: Record<string, string>, template = 'template1') {
  const folder = await cloneOfScripts();
  const name = `${inject('run')}_${randomBytes(6).toString('hex')}`;
  await admin(inject('server'), `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = databaseUrl(inject('server'), name);
  const clients: pg.Client[] = [];
  made.push({ folder, clients });
  const connect = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  };
  const client = await connect();
  const all = join(folder, 'prisma', 'migrations');
  await mkdir(all, { recursive: true });
  await cp(join(PRISMA, 'schema.prisma'), join(folder, 'prisma', 'schema.prisma'));
  await cp(join(PRISMA, 'migrations', 'migration_lock.toml'), join(all, 'migration_lock.toml'));
  for (const [migration, sql] of Object.entries(migrations)) {
    await mkdir(join(all, migration));
    await writeFile(join(all, migration, 'migration.sql'), sql);
  }
  /** `npm run db:migrate` in one process, which can be killed. */
  const start = () => {
    const env = { ...process.env, DATABASE_URL: url, NO_COLOR: '1' };
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], { cwd: folder, env });
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    const done: Promise<Outcome> = Promise.all([exited, text(child.stdout), text(child.stderr)]).then(
      ([code, said, failed]) => ({ code, output: said + failed }),
    );
    return { done, kill: () => child.kill('SIGKILL') };
  };
  return {
    all,
    start,
    connect,
    migrate: () => start().done,
    rows: async (sql: string) => (await client.query(sql)).rows.map((row) => Object.values(row).join(' ')),
    /** Leaves the database to be cloned. */
    leave: async () => {
      await client.end();
      clients.length = 0;
      return name;
    },
  };
}
type Project = Awaited<ReturnType<typeof project>>;

const renamed = ({ rows }: Project, name: string) =>
  rows(`SELECT table_name FROM information_schema.columns WHERE column_name = '${name}' ORDER BY 1`);
const indexes = ({ rows }: Project) =>
  rows("SELECT relname, indisvalid, oid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname LIKE 'A%'");
const unfinished = ({ rows }: Project) =>
  rows('SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NULL AND rolled_back_at IS NULL');

/** Holds what `sql` takes until the answer is called. */
async function hold({ connect }: Project, sql: string): Promise<() => Promise<unknown>> {
  const client = await connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await client.query(sql);
  return () => client.query('COMMIT');
}

let tables = '';
beforeAll(async () => {
  const here = await project({ '1_tables': TABLES });
  expect(await here.migrate()).toMatchObject({ code: 0 });
  tables = await here.leave();
});

/** A database with the tables, and a migration that comes next. */
const withTables = (migration: string) => project({ '1_tables': TABLES, '2_next': migration }, tables);

/** The same, while another session holds what `sql` takes. */
async function heldUp(migration: string, sql: string) {
  const here = await withTables(migration);
  return { here, release: await hold(here, sql) };
}

/** What a transaction that reads a table keeps from being changed. */
const READING_B = 'LOCK TABLE "B" IN ACCESS SHARE MODE';

/** Until a statement like `sql` waits for a lock. */
async function waits({ rows }: Project, sql: string): Promise<void> {
  const count = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%${sql}%'`;
  await expect.poll(() => rows(count)).toEqual(['1']);
}

/** Ends the server's process that runs a statement like `sql`. */
const endBackend = ({ rows }: Project, sql: string) =>
  rows(`SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%${sql}%'`);

test('a migration that waits too long for a table changes nothing, and runs again', async () => {
  const here = await project({});
  for (const name of (await readdir(join(PRISMA, 'migrations'))).filter((folder) => folder < OWN))
    await cp(join(PRISMA, 'migrations', name), join(here.all, name), { recursive: true });
  expect(await here.migrate()).toMatchObject({ code: 0 });
  const before = await renamed(here, 'userId');
  await cp(join(PRISMA, 'migrations'), here.all, { recursive: true });
  // As pg_dump does for as long as it runs.
  const release = await hold(here, 'LOCK TABLE "Payment" IN ACCESS SHARE MODE');
  const failed = await here.migrate();
  expect(failed.code).toBe(1);
  expect(await renamed(here, 'userId')).toEqual(before);
  expect(failed.output).toContain(`${OWN} ${REPEAT}`);
  await release();
  expect(await here.migrate()).toMatchObject({ code: 0, output: expect.stringContaining(OWN) });
  expect(await renamed(here, 'workspaceId')).toContain('Payment');
});

describe('a process that dies during a migration', () => {
  async function dies(here: Project, sql: string): Promise<void> {
    const first = here.start();
    await waits(here, sql);
    first.kill();
    await first.done;
  }

  test('leaves it to the server, and the next one waits for that', async () => {
    const { here, release } = await heldUp(RENAMES, READING_B);
    await dies(here, 'RENAME');
    const next = here.start();
    await expect
      .poll(() =>
        here.rows(`SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_try_advisory_lock(%'
            AND datname = current_database() AND pid <> pg_backend_pid()`),
      )
      .toEqual(['1']);
    await release();
    expect(await next.done).toMatchObject({ code: 0, output: expect.stringContaining('up to date') });
    expect(await renamed(here, 'new')).toEqual(['A', 'B']);
    expect(await unfinished(here)).toEqual([]);
  });

  test('leaves nothing if the server ends it too, and the next one applies it', async () => {
    const { here, release } = await heldUp(RENAMES, READING_B);
    await dies(here, 'RENAME');
    await endBackend(here, 'RENAME');
    await release();
    expect(await here.migrate()).toMatchObject({ code: 0, output: 'Applied 2_next.\n' });
    expect(await renamed(here, 'new')).toEqual(['A', 'B']);
  });

  test('leaves an index to the server, which is not built a second time', async () => {
    const { here, release } = await heldUp(INDEX, 'SELECT 1');
    await dies(here, 'CREATE UNIQUE INDEX');
    const [begun] = await indexes(here);
    expect(begun).toContain('A_old_key false');
    await release();
    expect(await here.migrate()).toMatchObject({ code: 0 });
    expect(await indexes(here)).toEqual([begun?.replace('false', 'true')]);
    expect(await unfinished(here)).toEqual([]);
  });
});

test('a connection that is lost during a migration leaves nothing', async () => {
  const { here, release } = await heldUp(RENAMES, READING_B);
  const first = here.start();
  await waits(here, 'RENAME');
  await endBackend(here, 'RENAME');
  expect(await first.done).toMatchObject({ code: 1, output: expect.stringContaining(`2_next ${REPEAT}`) });
  await release();
  expect(await here.migrate()).toMatchObject({ code: 0, output: 'Applied 2_next.\n' });
});

test('an index that could not be built is dropped and built again', async () => {
  const here = await withTables(INDEX);
  await here.rows('INSERT INTO "A" VALUES (1), (1)');
  const failed = await here.migrate();
  expect(failed).toMatchObject({ code: 1, output: expect.stringContaining(`2_next ${REPEAT}`) });
  expect(await indexes(here)).toEqual([expect.stringContaining('A_old_key false')]);
  await here.rows('DELETE FROM "A"');
  expect(await here.migrate()).toMatchObject({ code: 0, output: 'Applied 2_next.\n' });
  expect(await indexes(here)).toEqual([expect.stringContaining('A_old_key true')]);
});

test('an index of the same name that works is not touched', async () => {
  const here = await withTables(INDEX);
  await here.rows('CREATE INDEX "A_old_key" ON "A"("old")');
  const failed = await here.migrate();
  expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('already exists') });
  expect(failed.output).toContain(`WHERE migration_name = '2_next'`);
  expect(await here.migrate()).toMatchObject({ code: 1, output: expect.stringContaining('found failed migrations') });
  expect(await indexes(here)).toEqual([expect.stringContaining('A_old_key true')]);
});

test('a migration that says so commits one statement at a time, and runs again', async () => {
  const added =
    '-- One statement at a time.\nALTER TABLE "A" ADD IF NOT EXISTS b INT;\nALTER TABLE "B" ADD CHECK (old > 0);\n';
  const here = await withTables(added);
  await here.rows('INSERT INTO "B" VALUES (0)');
  expect(await here.migrate()).toMatchObject({ code: 1 });
  expect(await renamed(here, 'b')).toEqual(['A']);
  await here.rows('DELETE FROM "B"');
  expect(await here.migrate()).toMatchObject({ code: 0, output: 'Applied 2_next.\n' });
});

test('a migration with transactions of its own that fails halfway says what to run', async () => {
  const halves = 'BEGIN;\nALTER TABLE "A" ADD b INT;\nCOMMIT;\nBEGIN;\nALTER TABLE "B" ADD CHECK (old > 0);\nCOMMIT;\n';
  const here = await withTables(halves);
  await here.rows('INSERT INTO "B" VALUES (0)');
  const { output } = await here.migrate();
  expect(await renamed(here, 'b')).toEqual(['A']);
  const repair = /^UPDATE .*$/m.exec(output)?.[0] ?? '';
  for (const sql of ['ALTER TABLE "A" DROP b', 'DELETE FROM "B"', repair]) await here.rows(sql);
  expect(await here.migrate()).toMatchObject({ code: 0, output: 'Applied 2_next.\n' });
});

test('two processes take turns', async () => {
  const here = await project({ '1_tables': TABLES, '2_renames': RENAMES, '3_index': INDEX.replace('"old"', '"new"') });
  const outcomes = await Promise.all([here.migrate(), here.migrate()]);
  expect(outcomes.map(({ output }) => output).sort()).toEqual([
    'Applied 1_tables, 2_renames, 3_index.\n',
    'The database is up to date.\n',
  ]);
});
