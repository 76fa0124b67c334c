import { readEnv } from './env-file.mjs';
import { startPostgres } from './postgres.mjs';
import { isRunning } from './process-identity.mjs';
import { readRun } from './processes.mjs';

/**
 * The environment of a command: `.env`, then the URLs of a running `npm run dev`. Without a database URL, starts this
 * clone's PostgreSQL for the duration of the command; never in production.
 */
export async function commandEnv() {
  const env = readEnv();
  const unchanged = { env, async end() {} };
  // An explicit DATABASE_URL takes precedence over everything in this folder.
  if (env.NODE_ENV === 'production' || process.env.DATABASE_URL) return unchanged;
  const dev = readRun('dev');
  if (dev?.notes.DATABASE_URL && isRunning(dev.owner)) return { ...unchanged, env: { ...env, ...dev.notes } };
  if (env.DATABASE_URL) return unchanged;
  const server = await startPostgres();
  return {
    env: { ...env, DATABASE_URL: server.url },
    async end() {
      if (!server.wasRunning) await server.stop();
    },
  };
}
