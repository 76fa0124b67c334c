interface Servers {
  readonly app: string;
  readonly sandbox: string;
  readonly database: string;
  /** Values of the server's environment that must never leave it. */
  readonly secrets: readonly string[];
  /** The file with everything the app wrote to stdout and stderr. */
  readonly log: string;
}

/** One set of servers per worker, from scripts/lib/e2e-servers.mjs. */
export const SERVERS: readonly Servers[] = JSON.parse(process.env.E2E_SERVERS ?? '[]');

const [servers] = SERVERS.slice(Number(process.env.TEST_PARALLEL_INDEX ?? 0));
if (servers === undefined) throw new Error('E2E_SERVERS is empty: run the browser tests with npm test');

export const { app: APP, sandbox: SANDBOX, database: DATABASE, secrets: SECRETS, log: LOG } = servers;
