import { join } from 'node:path/posix';
import { expect, test } from 'vitest';
import { type Source, sourcesIn } from '../../fixtures/sources';

const sources = new Map(sourcesIn('app', 'components', 'lib').map((source) => [source.path, source]));
const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/g;
/** What only a server has: Node itself, the database, the providers' SDKs, the marker that says so. */
const SERVER = /^(node:|pg$|stripe$|dodopayments|standardwebhooks|next-auth|nodemailer|pino|@prisma\/|server-only$)/;

const importsOf = ({ text }: Source) => [...text.matchAll(IMPORT)].map(([, name = '']) => name);

function fileOf(from: string, name: string): Source | undefined {
  const base = name.startsWith('@/') ? name.slice(2) : join(from, '..', name);
  return ['', '.ts', '.tsx', '/index.ts'].map((end) => sources.get(base + end)).find((source) => source !== undefined);
}

/** Every file in a browser's script, with the import that pulled it in. */
function inTheBrowser(start: Source): Map<string, string> {
  const seen = new Map([[start.path, start.path]]);
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const name of importsOf(next)) {
      const target = name.startsWith('.') || name.startsWith('@/') ? fileOf(next.path, name) : undefined;
      if (target === undefined || seen.has(target.path) || /^['"]use server['"]/m.test(target.text)) continue;
      seen.set(target.path, `${seen.get(next.path)} → ${target.path}`);
      open.push(target);
    }
  return seen;
}

const clients = [...sources.values()].filter(({ text }) => /^['"]use client['"]/m.test(text));

test('check 81: no server-only module is in a script for the browser', () => {
  expect(clients.length).toBeGreaterThan(5);
  const wrong = clients.flatMap((client) =>
    [...inTheBrowser(client)].flatMap(([path, way]) => {
      const source = sources.get(path);
      return source === undefined
        ? []
        : importsOf(source)
            .filter((name) => SERVER.test(name))
            .map((name) => `${way} → ${name}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test('check 81: each file that uses the database, the environment, or a provider is marked as server-only', () => {
  const direct = [...sources.values()].filter(({ path }) =>
    ['lib/db.ts', 'lib/env.ts', 'lib/log.ts', 'lib/auth/next-auth.ts'].includes(path),
  );
  expect(direct.length).toBeGreaterThan(2);
  for (const source of direct) expect(importsOf(source), source.path).toContain('server-only');
});
