// npm run db:migration -- <name>: writes the next migration by comparing schema.prisma with what the last one led to.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diffSchemas, PRISMA, readSchema } from './lib/migrations';

const name = process.argv[2]?.replaceAll(/\W+/g, '_');
if (!name || !process.env.DATABASE_URL) {
  console.error('Usage: npm run db:migration -- <name>   (with a database running: DATABASE_URL, or npm run dev)');
  process.exit(1);
}
// The schema the newest migration leads to, kept beside the migrations; the drift test proves that it does.
const snapshot = join(PRISMA, 'migrations', 'schema.snapshot');
const now = await readSchema();
const before = await readFile(snapshot, 'utf8').catch(() => null);
const sql = await diffSchemas(process.env.DATABASE_URL, before, now);
if (!/^\s*(ALTER|CREATE|DROP)/m.test(sql)) {
  console.log('The schema has not changed.');
  process.exit(0);
}
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
const folder = join(PRISMA, 'migrations', `${stamp}_${name}`);
await mkdir(folder);
await writeFile(join(folder, 'migration.sql'), sql);
await writeFile(snapshot, now);
console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql. Read it before you apply it.`);
process.exit(0);
