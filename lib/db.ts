import 'server-only';
import { Socket } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { PoolConfig } from 'pg';
import { env } from './env';
import { type Prisma, PrismaClient } from './generated/prisma/client';
import { renamingOutdated, statementName } from './statement-names';

/** Milliseconds; answers 503 when the database is unreachable, before clients and load balancers give up. */
const CONNECTION_TIMEOUT = 4_000;

/** A Prisma client inside a transaction. */
export type Tx = Prisma.TransactionClient;

type Connections = Awaited<ReturnType<PrismaPg['connect']>>;

// `next dev` reloads modules; a new client each time would exhaust PostgreSQL's connections.
const globals = globalThis as typeof globalThis & { tollgateDb?: PrismaClient; tollgateConnections?: Connections };

/** The database client of this process, created on first use. */
export function db(): PrismaClient {
  // A transaction waits for a connection as long as a statement does.
  const transactionOptions = { maxWait: CONNECTION_TIMEOUT, timeout: TRANSACTION_TIMEOUT };
  globals.tollgateDb ??= new PrismaClient({
    adapter: shared(databaseAdapter({ max: env().database.poolSize })),
    transactionOptions,
  });
  return globals.tollgateDb;
}

/** The connections of this process, for statements that don't go through Prisma: see lib/prepared.ts. */
export async function connections(): Promise<ReturnType<Connections['underlyingDriver']>> {
  if (globals.tollgateConnections === undefined) await db().$connect();
  if (globals.tollgateConnections === undefined) throw new Error('Prisma is connected without an adapter');
  return globals.tollgateConnections.underlyingDriver();
}

/** The same adapter; `connections` learns what Prisma opened. */
function shared(adapter: PrismaPg): SqlDriverAdapterFactory {
  const { provider, adapterName } = adapter;
  return {
    provider,
    adapterName,
    async connect() {
      globals.tollgateConnections = renamingOutdated(await adapter.connect());
      return globals.tollgateConnections;
    },
  };
}

/** Milliseconds. Stops transactions that hang; a slow machine must not reach it. */
const TRANSACTION_TIMEOUT = 15_000;

/** Seconds. With a connection ends what PostgreSQL prepared for it, also from before a migration. */
const LONGEST_CONNECTION = 1_800;

/** Milliseconds beyond the longest statement after which a server that says nothing is gone. */
const SILENCE = 5_000;

/** Without it, a connection whose server vanished without a word, as in a failover, would be waited for a quarter of an hour. */
function socketThatEnds(silentMs: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silentMs, () => socket.destroy(new Error('Connection terminated: the server fell silent')));
}

interface AdapterOptions {
  readonly max: number;
  /** Milliseconds for a connection, and for each answer, instead of those of the environment. A late connection is closed. */
  readonly answerWithin?: number;
}

/** A driver for the database with at most `max` connections, each with the timeouts of the environment. */
export function databaseAdapter({ max, answerWithin }: AdapterOptions): PrismaPg {
  const { pooled, statementTimeout, lockTimeout, idleTransactionTimeout } = env().database;
  // Startup parameters, which a pooler that shares connections refuses: there the role has them (docs/running-at-scale.md).
  const timeouts = {
    statement_timeout: statementTimeout * 1000,
    lock_timeout: lockTimeout * 1000,
    idle_in_transaction_session_timeout: idleTransactionTimeout * 1000,
  };
  const config: PoolConfig = {
    connectionString: env().databaseUrl,
    max,
    maxLifetimeSeconds: LONGEST_CONNECTION,
    stream: () => socketThatEnds(statementTimeout * 1000 + SILENCE),
    connectionTimeoutMillis: answerWithin ?? CONNECTION_TIMEOUT,
    ...(answerWithin === undefined ? {} : { query_timeout: answerWithin }),
    // Columns are `timestamptz`, but Prisma's adapter writes times without a zone, and overlooks the zone of those it
    // reads (@prisma/adapter-pg 7.10, formatDateTime and normalize_timestamptz), so its sessions must be in UTC. Not as the
    // startup parameter `options`, which PgBouncer refuses; it keeps a time zone for each of its clients
    // (pgbouncer.org/config.html, "track_extra_parameters").
    onConnect: async (client) => void (await client.query("SET TimeZone = 'UTC'")),
    ...(pooled ? {} : timeouts),
  };
  return new PrismaPg(config, { statementNameGenerator: statementName });
}
