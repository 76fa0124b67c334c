// npm run db:seed
import { seed } from '../prisma/seed';

await seed();
process.exit(0);
