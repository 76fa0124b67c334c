import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Logger, pino } from 'pino';
import { env } from './env';
import { redactLogLine } from './log-redact';

interface Scope {
  readonly requestId: string;
  logger: Logger;
  userId: string | null;
}

const requests = new AsyncLocalStorage<Scope>();
let root: Logger | undefined;

/** The logger of the current request, or of the process. Writes one line of JSON per entry to stdout. */
export function log(): Logger {
  return requests.getStore()?.logger ?? base();
}

/** Adds the request id to everything `work` logs. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return requests.run({ requestId, logger: base().child({ requestId }), userId: null }, work);
}

/** The id of the current request; null outside of one, and for pages, which Next renders without our wrapper. */
export function requestId(): string | null {
  return requests.getStore()?.requestId ?? null;
}

/** Sets the user of the current request; every later log entry contains their id. */
export function identifyRequest(userId: string): void {
  const scope = requests.getStore();
  if (scope === undefined || scope.userId === userId) return;
  scope.userId = userId;
  scope.logger = base().child({ requestId: scope.requestId, userId });
}

/** The user of the current request; null before authentication. */
export function requestUser(): string | null {
  return requests.getStore()?.userId ?? null;
}

/** pino logs an error's class name, which a production build minifies; `name` stays the same. */
function errorForLog(error: Error) {
  const { name } = error;
  const said = 'type' in error && typeof error.type === 'string' ? error.type : name;
  return { ...pino.stdSerializers.err(error), type: said };
}

function base(): Logger {
  root ??= pino(
    {
      level: env().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorForLog },
      formatters: { level: (label) => ({ level: label }) },
      redact: ['email', 'to', 'cookie', 'authorization', '*.email', '*.cookie', '*.authorization', 'headers'],
    },
    // Library errors quote addresses and keys in their messages, which `redact` paths don't cover.
    { write: (line) => void process.stdout.write(redactLogLine(line)) },
  );
  return root;
}
