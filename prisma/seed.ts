import { SITE } from '@/config/site';
import { db } from '@/lib/db';

/** People to sign in as in development. Safe to run twice; nobody's data is changed. */
export async function seed(): Promise<void> {
  const emailVerified = new Date();
  await db().user.createMany({
    data: [
      { email: `demo@${SITE.id}.test`, name: 'Demo', emailVerified },
      { email: `admin@${SITE.id}.test`, name: 'Admin', emailVerified, role: 'ADMIN' },
    ],
    skipDuplicates: true,
  });
}
