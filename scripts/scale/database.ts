import { Client } from 'pg';
import { applyMigrations } from '../lib/migrations';

const NAME = 'tollgate_bench';

/** The address of the migrated database `tollgate_bench` on the server of DATABASE_URL, created when it is missing. */
export async function benchDatabase(): Promise<string> {
  if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set. Set it or start npm run dev.');
  const url = new URL(process.env.DATABASE_URL);
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  await client.end();
  url.pathname = `/${NAME}`;
  await applyMigrations(url.href);
  return url.href;
}
