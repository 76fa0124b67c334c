// Makes a database ready: migrations, the catalogue at every configured provider, the people to sign in as.
import { pushCatalogue } from '@/lib/billing/catalogue';
import { seed } from '../prisma/seed';
import { applyMigrations } from './lib/migrations';

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL is not set');
await applyMigrations(url);
await pushCatalogue();
await seed();
process.exit(0);
