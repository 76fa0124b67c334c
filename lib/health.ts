import 'server-only';
import { db } from './db';

/** Whether this process can do its work: it reaches the database. Raises what the database client says otherwise. */
export async function assertHealthy(): Promise<void> {
  await db().$queryRaw`SELECT 1`;
}
