// Prepares a database: migrations, the catalog at every configured provider, and demo users.
import { pushCatalog } from '@/lib/billing/catalog/push';
import { seed } from '../prisma/seed';
import { applyMigrations } from './lib/migrations';

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL is not set');
await applyMigrations(url);
await pushCatalog();
await seed();
process.exit(0);
