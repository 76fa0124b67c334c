const CODES = new Set([
  'P1001', // Prisma: cannot reach the server
  'P1002', // Prisma: timed out
  'P1008',
  'P1017', // Prisma: the server closed the connection
  'P2024', // Prisma: no free connection in the pool
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  '57P01', // PostgreSQL: shutting down by the administrator
  '57P02', // PostgreSQL: crashed
  '57P03', // PostgreSQL: starting up
  '53300', // PostgreSQL: too many connections
]);
const KINDS = new Set(['DatabaseNotReachable', 'SocketTimeout', 'ConnectionClosed', 'TooManyConnections']);
const WORDS =
  /Can't reach database server|timeout exceeded when trying to connect|Connection terminated|Server has closed the connection/;

/** Whether an error means that PostgreSQL could not be reached, as opposed to a statement it refused. */
export function databaseIsAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, kind, message, cause, err } = error as Record<string, unknown>; // fields are looked at one by one
  if (typeof code === 'string' && CODES.has(code)) return true;
  if (typeof kind === 'string' && KINDS.has(kind)) return true;
  if (typeof message === 'string' && WORDS.test(message)) return true;
  return databaseIsAway(cause, depth + 1) || databaseIsAway(err, depth + 1);
}
