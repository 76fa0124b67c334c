import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Logger, pino } from 'pino';
import { env } from './env';
import { withoutPersonalData } from './log-scrub';

const requests = new AsyncLocalStorage<Logger>();
let root: Logger | undefined;

/** The logger of the current request, or the process's own. One line of JSON an entry, on stdout. */
export function log(): Logger {
  return requests.getStore() ?? base();
}

/** Runs `work` so that everything it logs carries the request's id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return requests.run(base().child({ requestId }), work);
}

function base(): Logger {
  root ??= pino(
    {
      level: env().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['email', 'to', 'cookie', 'authorization', '*.email', '*.cookie', '*.authorization', 'headers'],
    },
    // Errors of libraries quote addresses and keys in their messages, where no redaction path reaches.
    { write: (line) => void process.stdout.write(withoutPersonalData(line)) },
  );
  return root;
}
