// npm run db:migration -- <name>: creates a migration by comparing schema.prisma with the schema of the last one.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diffSchemas, PRISMA, readSchema, splitForLiveDatabase } from './lib/migrations';

const name = process.argv[2]?.replaceAll(/\W+/g, '_');
if (!name || !process.env.DATABASE_URL) {
  console.error('Usage: npm run db:migration -- <name>   (requires a database: set DATABASE_URL or start npm run dev)');
  process.exit(1);
}
// The schema after the newest migration; tests/integration/migrations.test.ts checks that they match.
const snapshot = join(PRISMA, 'migrations', 'schema.snapshot');
const now = await readSchema();
const before = await readFile(snapshot, 'utf8').catch(() => null);
const sql = await diffSchemas(process.env.DATABASE_URL, before, now);
if (!/^\s*(ALTER|CREATE|DROP)/m.test(sql)) {
  console.log('The schema has not changed.');
  process.exit(0);
}
const parts = splitForLiveDatabase(name, sql);
for (const [index, part] of parts.entries()) {
  // Applied in the order of their names, a second apart.
  const stamp = new Date(Date.now() + index * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(PRISMA, 'migrations', `${stamp}_${part.name}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), part.sql);
  console.log(`Created prisma/migrations/${stamp}_${part.name}/migration.sql. Review it before applying it.`);
}
await writeFile(snapshot, now);
process.exit(0);
