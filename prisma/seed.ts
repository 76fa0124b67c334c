import { SITE } from '@/config/site';
import { db } from '@/lib/db';
import { newUser } from '@/lib/workspaces/new-user';

/** People to sign in as in development. Safe to run twice; no one's data is changed. */
export async function seed(): Promise<void> {
  const emailVerified = new Date();
  const people = [
    { email: `demo@${SITE.id}.test`, name: 'Demo', emailVerified },
    { email: `admin@${SITE.id}.test`, name: 'Admin', emailVerified, role: 'ADMIN' as const },
  ];
  for (const person of people)
    await db().user.upsert({ where: { email: person.email }, create: newUser(person), update: {} });
}
