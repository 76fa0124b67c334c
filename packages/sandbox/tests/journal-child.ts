import { openStore } from '../src/engine/store';

// Writes forever, in its own process that a test can kill. The journal is rewritten every few flushes.
const [dataDir = ''] = process.argv.slice(2);
const store = openStore(dataDir, 2000);
const counters = store.table<{ id: string; count: number }>('counters', { parity: ({ count }) => String(count % 2) });
const begin = counters.get('c0')?.count ?? 0;
for (let count = begin + 1; ; count += 1) {
  for (const id of Array.from({ length: 20 }, (_, i) => `c${i}`)) counters.put(id, { id, count });
  store.flush();
  process.stdout.write(`${count}\n`);
}
