import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { env } from './env';
import { type Prisma, PrismaClient } from './generated/prisma/client';

/** A client inside a transaction. */
export type Tx = Prisma.TransactionClient;

// `next dev` reloads modules; a client each time would use up PostgreSQL's connections.
const kept = globalThis as typeof globalThis & { tollgateDb?: PrismaClient };

/** The one database client of this process, made when first asked. */
export function db(): PrismaClient {
  kept.tollgateDb ??= new PrismaClient({ adapter: new PrismaPg(connection()) });
  return kept.tollgateDb;
}

function connection() {
  return {
    connectionString: env().databaseUrl,
    max: 10,
    // A database that is away must become a 503 while the caller still waits (security.md check 52: within 5 s).
    connectionTimeoutMillis: 4_000,
    // Columns are `timestamp` and hold UTC; now() must mean the same whatever the server's own zone is.
    options: '-c TimeZone=UTC',
  };
}
