import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createApp } from '../src/engine/app';
import { bothProviders } from '../src/engine/providers';
import type { Sandbox } from '../src/engine/sandbox';
import { startSandbox } from '../src/engine/start';
import { stripeRoutes } from '../src/stripe/app';
import { startApp } from './engine-app';
import { livedIn } from './lived-in';

const KEYS = { '/v1': 'Bearer sk_test_reading', '/dodo': 'Bearer dodo_reading' };

/** Every GET route of the sandbox: its own pages and control routes, and both providers' APIs. */
async function readable(sandbox: Sandbox): Promise<string[]> {
  const app = createApp(sandbox.world, await bothProviders());
  const own = app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
  const stripe = stripeRoutes.filter(({ method }) => method === 'GET').map(({ path }) => path);
  return [...new Set([...own, ...stripe])];
}

/** The sandbox's whole state, one hash per table; only the request log may grow. */
function stateOf({ world: { store, clocks, faults, stories } }: Sandbox): Record<string, string> {
  const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  const tables = store.tables().map((name) => [name, hash([...store.table<unknown>(name).entries()])]);
  const others = { pending: clocks.pending(), now: clocks.now(), faults: faults.list(), stories: stories.length };
  const rows = [...tables, ...Object.entries(others).map(([name, value]) => [name, hash(value)])];
  // An empty table that was opened is not a change.
  return Object.fromEntries(rows.filter(([, value]) => value !== hash([])).sort());
}

/** The route with its parameters replaced by ids that exist in the sandbox, the newest of each table. */
function filledIn(path: string, ids: readonly string[], tables: readonly string[]): string[] {
  if (!path.includes(':')) return [path];
  const values = path.includes(':table') ? tables : ids;
  return values.map((id) => path.replace(/:[a-z]+/gi, encodeURIComponent(id)));
}

test('check 13: reading changes nothing: no GET or HEAD route changes the state', async () => {
  const shop = await startApp();
  const sandbox = await startSandbox({ appUrl: shop.url });
  try {
    const pages = await livedIn(sandbox);
    await sandbox.world.deliveries.idle();
    const { store } = sandbox.world;
    const tables = store.tables();
    const ids = tables.flatMap((name) => [...store.table<unknown>(name).entries()].slice(0, 1).map(([id]) => id));
    const paths = await readable(sandbox);
    const opened = new Set<string>();
    const before = stateOf(sandbox);
    const look = async (address: string, path = '') => {
      const key = Object.entries(KEYS).find(([prefix]) => address.startsWith(sandbox.url + prefix))?.[1];
      const init = { redirect: 'manual' as const, headers: new Headers(key ? { authorization: key } : {}) };
      const answer = await fetch(address, init);
      await answer.arrayBuffer();
      expect(answer.status, address).toBeLessThan(500);
      if (answer.status !== 200 || opened.has(path)) return answer.status;
      opened.add(path);
      await fetch(address, { ...init, method: 'HEAD' });
      return 200;
    };
    for (const path of paths)
      await Promise.all(filledIn(path, ids, tables).map((address) => look(sandbox.url + address, path)));
    for (const page of pages) expect(await look(page), page).toBe(200);
    expect(stateOf(sandbox)).toEqual(before);
    // A route whose object doesn't exist proves little.
    expect(paths.length).toBeGreaterThan(150);
    expect(opened.size / paths.length).toBeGreaterThan(0.75);
  } finally {
    await sandbox.close();
    await shop.close();
  }
});
