// npm run admin:grant -- person@example.com: makes a user an administrator.
import { db } from '@/lib/db';

const email = process.argv[2]?.trim().toLowerCase();
if (!email) {
  console.error('Usage: npm run admin:grant -- person@example.com');
  process.exit(1);
}
const { count } = await db().user.updateMany({ where: { email }, data: { role: 'ADMIN' } });
if (count === 0) {
  console.error(`No user with the email address ${email} has signed in yet.`);
  process.exit(1);
}
await db().auditLog.create({ data: { actor: 'command line', action: 'admin.granted', target: email, detail: {} } });
console.log(`${email} is now an administrator.`);
process.exit(0);
