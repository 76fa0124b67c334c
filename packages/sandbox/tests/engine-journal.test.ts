import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Emitted, pruneEmitted } from '../src/engine/delivery-record';
import { openStore, type Store } from '../src/engine/store';

interface Letter {
  id: string;
  to: string;
  text: string;
}

let dataDir = '';
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const file = (name: string) => join(dataDir, name);
const open = (rewriteAfter?: number) => {
  store = openStore(dataDir, rewriteAfter);
  return store.table<Letter>('letters', { to: ({ to }) => to });
};
const reopen = (rewriteAfter?: number) => {
  store.close();
  return open(rewriteAfter);
};
const letter = (i: number, text = 'Dear friend'): Letter => ({ id: `l${i}`, to: i % 3 === 0 ? 'ada' : 'bob', text });
const ids = (letters: Iterable<Letter>) => Array.from(letters, ({ id }) => id);

test('rows that left the memory are found in order, by key, and next to any row', () => {
  const letters = open();
  const long = 'x'.repeat(30_000);
  for (let i = 0; i < 2000; i += 1) {
    letters.put(`l${i}`, letter(i, `${i} ${long}`));
    store.flush();
  }
  expect(letters.get('l7')?.text).toBe(`7 ${long}`);
  expect(ids(letters.oldestFirst())).toEqual(Array.from({ length: 2000 }, (_, i) => `l${i}`));
  expect(letters.by('to', 'ada')).toHaveLength(667);
  expect(ids(letters.newestFirst().after('l2') ?? [])).toEqual(['l1', 'l0']);
  expect(ids(letters.newestFirst().before('l1997') ?? [])).toEqual(['l1998', 'l1999']);
  expect(letters.newestFirst().after('nowhere')).toBeUndefined();
});

test('a letter that is still in use after it left the memory is the only copy', () => {
  const letters = open();
  const mine = letters.put('mine', letter(1));
  for (let i = 0; i < 2000; i += 1) {
    letters.put('other', letter(2, 'x'.repeat(30_000) + i));
    letters.put(`o${i}`, letter(2, 'x'.repeat(30_000)));
    store.flush();
  }
  expect(letters.get('mine')).toBe(mine);
  letters.put('mine', Object.assign(mine, { to: 'ada' }));
  expect(ids(reopen().by('to', 'ada'))).toEqual(['l1']);
});

test('a journal that is mostly obsolete is rewritten while in use, and keeps everything in order', () => {
  let letters = open(20_000);
  for (let i = 0; i < 100; i += 1) letters.put(`l${i}`, letter(i));
  for (let round = 0; round < 200; round += 1) {
    for (let i = round % 7; i < 100; i += 7) letters.put(`l${i}`, letter(i, `round ${round}`));
    if (round === 150) {
      letters.remove('l50');
      letters.remove('l3');
      letters.put('l3', letter(3, 'again'));
    }
    store.flush();
  }
  expect(statSync(file('journal.jsonl')).size).toBeLessThan(60_000);
  const before = [...letters.newestFirst()];
  expect(ids(before.slice(0, 3))).toEqual(['l50', 'l3', 'l99']);
  letters = reopen();
  expect([...letters.newestFirst()]).toEqual(before);
  expect(ids(letters.by('to', 'ada'))).toEqual(ids(before.filter(({ to }) => to === 'ada')));
  rmSync(file('journal.index'), { force: true });
  expect([...reopen().newestFirst()]).toEqual(before);
});

test('an index of another journal, an incomplete one, or one with other keys is harmless', () => {
  let letters = open(20_000);
  for (let i = 0; i < 100; i += 1) letters.put(`l${i}`, letter(i));
  letters = reopen(20_000);
  copyFileSync(file('journal.index'), file('kept'));
  for (let round = 0; round < 50; round += 1) {
    for (let i = 0; i < 100; i += 1) letters.put(`l${i}`, letter(i, `round ${round}`));
    store.flush();
  }
  const before = [...letters.newestFirst()];
  store.close();
  copyFileSync(file('kept'), file('journal.index'));
  letters = open();
  expect([...letters.newestFirst()]).toEqual(before);
  store.close();
  writeFileSync(file('journal.index'), '{"inode":');
  letters = open();
  expect([...letters.newestFirst()]).toEqual(before);
  store.close();
  store = openStore(dataDir);
  const byText = store.table<Letter>('letters', { to: ({ text }) => text });
  expect(byText.by('to', 'round 49')).toHaveLength(100);
});

test('killed at any moment, even during a rewrite, it has everything that was confirmed', async () => {
  let said = 0;
  for (let kill = 0; kill < 3; kill += 1) {
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'journal-child.ts'), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const enough = said + 150 + 37 * kill;
    for await (const line of createInterface({ input: child.stdout })) {
      said = Number(line);
      if (said === enough) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    // A crash between two writes may leave this next to the journal.
    writeFileSync(file('journal.jsonl.next'), '["p","counters","c0",{"id":"c0","co');
    store = openStore(dataDir, 2000);
    const counters = store.table<{ id: string; count: number }>('counters');
    expect(counters.size).toBe(20);
    for (const { count } of counters.oldestFirst()) expect(count).toBeGreaterThanOrEqual(said);
    store.close();
  }
  expect(existsSync(file('journal.index'))).toBe(true);
});

test('keeps the newest emitted events and those of the last thirty days', () => {
  store = openStore('');
  const emitted = store.table<Emitted>('emitted');
  const DAY = 86_400;
  const emit = (count: number, at: number): void => {
    for (let i = 0; i < count; i += 1) {
      const id = `evt_${emitted.size}_${at}`;
      emitted.put(id, { id, provider: 'stripe', type: 'invoice.paid', at });
      pruneEmitted(emitted, at);
    }
  };
  emit(3000, DAY);
  emit(20_000, 20 * DAY);
  expect(emitted.size).toBe(23_000);
  emit(1000, 40 * DAY);
  expect(emitted.size).toBe(21_000);
  expect(emitted.oldestFirst().next().value).toMatchObject({ at: 20 * DAY });
  emit(1000, 60 * DAY);
  expect(emitted.size).toBe(20_000);
});
