import { db } from '@/lib/db';

/** People to sign in as in development. Safe to run twice; nobody's data is changed. */
export async function seed(): Promise<void> {
  const emailVerified = new Date();
  await db().user.createMany({
    data: [
      { email: 'demo@tollgate.test', name: 'Demo', emailVerified },
      { email: 'admin@tollgate.test', name: 'Admin', emailVerified, role: 'ADMIN' },
    ],
    skipDuplicates: true,
  });
}
