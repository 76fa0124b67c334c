import type { Client } from 'pg';
import { TABLES } from './data-tables';

/** How much to generate. Everything else follows from these. */
export interface Sizes {
  readonly customers: number;
  readonly payments: number;
  readonly events: number;
  readonly emails: number;
  readonly operations: number;
}

/** Rows of one statement. */
const CHUNK = 20_000;

/**
 * Fills a migrated database with made-up customers and their history, one chunk a transaction, and updates PostgreSQL's
 * statistics. PostgreSQL makes the rows itself, so memory stays flat. What was interrupted continues where it stopped.
 */
export async function generateData(client: Client, sizes: Sizes, report: (line: string) => void): Promise<void> {
  await client.query('CREATE TABLE IF NOT EXISTS bench_progress (name text PRIMARY KEY, done int NOT NULL)');
  for (const { name, rows, insert } of TABLES) {
    const wanted = rows(sizes);
    const { rows: known } = await client.query('SELECT done FROM bench_progress WHERE name = $1', [name]);
    let done: number = known[0]?.done ?? 0;
    while (done < wanted) {
      const last = Math.min(done + CHUNK, wanted);
      await client.query('BEGIN');
      await client.query(insert(sizes, done + 1, last));
      await client.query(
        'INSERT INTO bench_progress VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET done = excluded.done',
        [name, last],
      );
      await client.query('COMMIT');
      done = last;
    }
    report(`${name}: ${wanted.toLocaleString('en-US')} rows`);
  }
  await client.query('ANALYZE');
}
