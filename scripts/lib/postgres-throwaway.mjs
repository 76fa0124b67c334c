import * as fs from 'node:fs';
import { join } from 'node:path';
import { identify, isStillThere } from './identity.mjs';
import { startServer } from './postgres.mjs';
import { endServer } from './postgres-process.mjs';
import { serverPlaces } from './postgres-user.mjs';

/**
 * A PostgreSQL for one test run, on data of its own and a free port; `stop()` ends it and removes the data.
 * What a killed run left behind is removed first.
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
    return isStillThere(JSON.parse(fs.readFileSync(join(folder, 'owner.json'), 'utf8')));
  } catch {
    // No owner yet: made this second, or by a run that was killed in between.
    const made = fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - made < 10_000;
  }
}
