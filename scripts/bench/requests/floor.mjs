import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, ROOT } from '../../lib/paths.mjs';
import { freePort } from '../../lib/ports.mjs';
import { NEXT } from '../../lib/tools.mjs';

const SOURCE = join(ROOT, 'scripts', 'bench', 'floor');
/** Within the repository, where Next finds its packages; builds stay out of the sources. */
const FOLDER = join(DATA, 'bench-floor');

export function buildFloor(processes) {
  cpSync(SOURCE, FOLDER, { recursive: true });
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  return processes.must(process.execPath, [NEXT, 'build', FOLDER], env);
}

/** Starts the floor's production build next to the app, on the app's database, with a table of its own. */
export async function startFloor(processes, database, databaseUrl, secret) {
  await database.query('CREATE TABLE "FloorEvent" (id text PRIMARY KEY, payload jsonb, deliveries int DEFAULT 1)');
  const port = await freePort(0);
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, FLOOR_SECRET: secret };
  const args = [NEXT, 'start', FOLDER, '-H', '127.0.0.1', '-p', String(port)];
  const child = processes.start('bench-floor', process.execPath, args, { env });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await fetch(`${url}/api/one`).catch(() => null);
    if (answer?.ok) return { url, pid: child.pid };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The floor does not answer.');
}
