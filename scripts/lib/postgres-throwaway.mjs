import * as fs from 'node:fs';
import { join } from 'node:path';
import { startServer } from './postgres.mjs';
import { endServer } from './postgres-process.mjs';
import { serverPlaces } from './postgres-user.mjs';
import { identify, isRunning } from './process-identity.mjs';

/**
 * Starts a PostgreSQL server for one test run, with its own data and a free port; `stop()` also deletes the data. Removes
 * leftovers of killed runs first.
 */
export async function startThrowawayPostgres() {
  const places = await serverPlaces();
  const runs = join(places.base, 'test-postgres');
  fs.mkdirSync(runs, { recursive: true });
  fs.chmodSync(runs, 0o711);
  await removeAbandoned(runs);
  const folder = fs.mkdtempSync(join(runs, 'run-'));
  fs.writeFileSync(join(folder, 'owner.json'), JSON.stringify(identify(process.pid)));
  if (places.user) fs.chownSync(folder, places.user.uid, places.user.gid);
  const server = await startServer({ ...places, home: folder, port: 0, throwaway: true });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function removeAbandoned(runs) {
  for (const name of fs.readdirSync(runs)) {
    const folder = join(runs, name);
    if (isOwned(folder)) continue;
    await endServer(join(folder, 'data'));
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function isOwned(folder) {
  try {
    return isRunning(JSON.parse(fs.readFileSync(join(folder, 'owner.json'), 'utf8')));
  } catch {
    // No owner yet: created just now, or by a run that was killed.
    const createdAt = fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - createdAt < 10_000;
  }
}
