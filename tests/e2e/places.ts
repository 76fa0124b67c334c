interface World {
  readonly app: string;
  readonly sandbox: string;
  readonly database: string;
}

/** Where the servers of this run are, one world for each worker; scripts/lib/built-worlds.mjs says. */
export const WORLDS: readonly World[] = JSON.parse(process.env.E2E_WORLDS ?? '[]');

const [world] = WORLDS.slice(Number(process.env.TEST_PARALLEL_INDEX ?? 0));
if (world === undefined) throw new Error('E2E_WORLDS names no servers: run the stories with npm test');

export const { app: APP, sandbox: SANDBOX, database: DATABASE } = world;
