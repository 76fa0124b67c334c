/** Seconds for the Retry-After header of a 503. */
export const RETRY_SECONDS = 5;

/** What one transaction may cause that waits, while others are fine. */
const WAITED_TOO_LONG = new Set([
  'P2028', // the transaction timed out, or found no free connection
  'P2034', // a deadlock
  '40P01', // a deadlock
  '55P03', // lock_timeout
  '57014', // statement_timeout
  '25P03', // idle_in_transaction_session_timeout
]);
/** Prisma's error codes (https://www.prisma.io/docs/orm/reference/error-reference); no other library's look like these. */
const PRISMA = new Set([
  'P1001', // cannot reach the server
  'P1002', // timed out
  'P1008',
  'P1017', // the server closed the connection
  'P2024', // no free connection in the pool
]);
/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const POSTGRES = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
  '55000', // the database accepts no connections
]);
/** Node's connection errors, which mail servers and browsers cause, too. */
const CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE']);
const KINDS = new Set(['DatabaseNotReachable', 'SocketTimeout', 'ConnectionClosed', 'TooManyConnections']);
/** Messages of Prisma and the `pg` driver that come without a code. */
const MESSAGES =
  /Can't reach database server|timeout exceeded when trying to connect|Connection terminated|Server has closed the connection/;

/** Codes of a statement that reached the database: Prisma's, and PostgreSQL's own. */
const REJECTED = /^(?:P2|\d[\dA-Z]{4}$)/;

interface Context {
  /** Inside an error of the database client. */
  readonly fromDatabase: boolean;
  /** The message is the client's own. PostgreSQL's message for a rejected statement may quote user input. */
  readonly trustMessage: boolean;
  readonly depth: number;
}

/**
 * Whether an error means that PostgreSQL is unreachable or out of connections, as opposed to a failed statement. Looks
 * through causes. Connection errors count only inside an error of the database client.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return isUnavailable(error, { fromDatabase: false, trustMessage: true, depth: 0 });
}

function isUnavailable(error: unknown, { fromDatabase, trustMessage, depth }: Context): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { name, code, originalCode, kind, message, ...causes } = fieldsOf(error);
  const ours =
    fromDatabase || (typeof name === 'string' && /^(?:PrismaClient|DriverAdapter|StatementError)/.test(name));
  for (const given of [code, originalCode]) {
    if (typeof given !== 'string') continue;
    if (WAITED_TOO_LONG.has(given) || PRISMA.has(given) || POSTGRES.has(given) || (ours && CONNECTION.has(given)))
      return true;
  }
  if (ours && typeof kind === 'string' && KINDS.has(kind)) return true;
  const trusted = trustMessage && !(typeof code === 'string' && REJECTED.test(code));
  const at = trusted && typeof message === 'string' ? message.search(MESSAGES) : -1;
  if (at === 0 || (ours && at > 0)) return true;
  const inner = { fromDatabase: ours, trustMessage: trusted, depth: depth + 1 };
  return Object.values(causes).some((cause) => isUnavailable(cause, inner));
}

/** Whether one transaction waited too long, which says nothing about others. */
export function isTransactionTimeout(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  return Object.values(fieldsOf(error)).some(
    (value) => (typeof value === 'string' && WAITED_TOO_LONG.has(value)) || isTransactionTimeout(value, depth + 1),
  );
}

/**
 * The relevant fields of an error, including non-enumerable ones (`message`, `cause`). Prisma keeps PostgreSQL's code
 * below `meta` when it has none of its own for it.
 */
function fieldsOf(error: object): Record<string, unknown> {
  const names = ['name', 'code', 'originalCode', 'kind', 'message', 'cause', 'err', 'meta', 'driverAdapterError'];
  return Object.fromEntries(names.map((name) => [name, Reflect.get(error, name)]));
}

/** Whether a unique constraint has such a row already. */
export function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'PrismaClientKnownRequestError' && Reflect.get(error, 'code') === 'P2002'
  );
}

/**
 * What was created, or null if a unique constraint has such a row already. Not within a transaction, which the refused
 * statement ends. Faster than `createMany` with `skipDuplicates`, which Prisma plans again each time.
 */
export async function unlessTaken<Row>(created: Promise<Row>): Promise<Row | null> {
  try {
    return await created;
  } catch (error) {
    if (isTaken(error)) return null;
    throw error;
  }
}
