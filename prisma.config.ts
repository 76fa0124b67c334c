import { defineConfig } from 'prisma/config';

// Prisma's own command line; the project's commands are `npm run db:migrate` and `npm run db:migration`.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'npm run db:seed' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
