import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '@/lib/new-id';
import { sourcesIn } from '../fixtures/sources';

test('an id is a UUID of version 7, and no two are the same', () => {
  const ids = Array.from({ length: 1_000 }, () => newId());
  for (const id of ids) expect(z.uuidv7().safeParse(id).success, id).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test('ids sort by their creation time', () => {
  const times = [0, 1, 255, 1_795_000_000_000, 1_795_000_000_001, Date.parse('9999-12-31')];
  const ids = times.map((time) => newId(time));
  expect([...ids].reverse().sort()).toEqual(ids);
  expect(Number.parseInt(newId(1_795_000_000_001).replaceAll('-', '').slice(0, 12), 16)).toBe(1_795_000_000_001);
});

test('every row gets such an id, from Prisma or in our own SQL', async () => {
  const schema = await readFile('prisma/schema.prisma', 'utf8');
  const made = [...schema.matchAll(/@default\((\w*uid\([^)]*\)|dbgenerated[^)]*)\)/g)].map(([, by]) => by);
  expect(made.length).toBeGreaterThan(20);
  expect(new Set(made)).toEqual(new Set(['uuid(7)']));
  const inserting = sourcesIn('lib').filter(({ text }) => /INSERT INTO "\w+"[\s\w]*\(id,/.test(text));
  expect(inserting.length).toBeGreaterThan(0);
  for (const { path, text } of inserting)
    expect(text, path).toMatch(
      /(?:(?:SELECT|VALUES \()\s*\$\{|unnest\(\$\{[\w.]+\(\(\) => )(?:newId\(\)|sqlNewId\})|jsonb_to_recordset/,
    );
});
