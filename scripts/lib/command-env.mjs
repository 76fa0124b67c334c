import { readEnv } from './env-file.mjs';
import { isStillThere } from './identity.mjs';
import { startPostgres } from './postgres.mjs';
import { readRun } from './processes.mjs';

/**
 * The environment of a command given beside, before or without `npm run dev`: `.env`, then what a running `dev` has
 * chosen. Without any database named, the clone's own PostgreSQL runs for as long as the command does; not in production.
 */
export async function commandEnv() {
  const env = readEnv();
  const nothing = { env, async end() {} };
  // Somebody who names a database on the command line means that one and nothing of this folder's.
  if (env.NODE_ENV === 'production' || process.env.DATABASE_URL) return nothing;
  const dev = readRun('dev');
  if (dev?.notes.DATABASE_URL && isStillThere(dev.owner)) return { ...nothing, env: { ...env, ...dev.notes } };
  if (env.DATABASE_URL) return nothing;
  const server = await startPostgres();
  return {
    env: { ...env, DATABASE_URL: server.url },
    async end() {
      if (!server.ranAlready) await server.stop();
    },
  };
}
