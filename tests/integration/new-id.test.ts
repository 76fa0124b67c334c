import { expect, test } from 'vitest';
import { z } from 'zod';
import { db } from '@/lib/db';
import { sqlNewId } from '@/lib/new-id';

test('a statement makes an id of its own for each row, like those of the app', async () => {
  const before = Date.now();
  const rows = await db().$queryRaw<{ id: string }[]>`SELECT ${sqlNewId} AS id FROM generate_series(1, 1000)`;
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(z.uuidv7().safeParse(id).success, id).toBe(true);
  const times = ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  // The database's clock is the same machine's.
  expect(Math.abs((times[0] ?? 0) - before)).toBeLessThan(60_000);
});
