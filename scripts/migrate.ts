// npm run db:migrate: applies prisma/migrations to DATABASE_URL. Safe to run repeatedly; part of every deployment.
import { applyMigrations } from './lib/migrations';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('DATABASE_URL is not set.');
  process.exit(1);
}
const applied = await applyMigrations(url).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
process.exit(0);
