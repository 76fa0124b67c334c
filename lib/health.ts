import 'server-only';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { databaseAdapter } from './db';

// `next dev` reloads modules; a new connection each time would add up.
const globals = globalThis as typeof globalThis & { tollgateHealth?: Promise<SqlDriverAdapter> };

let running: Promise<void> | undefined;

/**
 * Throws the database client's error when the database is unreachable. Uses a connection of its own: during a burst all
 * others are busy, and a load balancer would take the process for dead. Concurrent checks share one query.
 */
export function assertHealthy(): Promise<void> {
  running ??= check().finally(() => {
    running = undefined;
  });
  return running;
}

async function check(): Promise<void> {
  globals.tollgateHealth ??= databaseAdapter({ max: 1 }).connect();
  const connection = await globals.tollgateHealth;
  await connection.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
}
