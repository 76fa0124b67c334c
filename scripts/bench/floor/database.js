import pg from 'pg';

const kept = globalThis;

/** One statement on this process's pool, which is as large as the app's. */
export function ask(sql, values) {
  kept.floorPool ??= new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  return kept.floorPool.query(sql, values);
}
