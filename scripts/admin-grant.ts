// npm run admin:grant -- person@example.com: gives somebody who has signed in once the operators' pages.
import { db } from '@/lib/db';

const email = process.argv[2]?.trim().toLowerCase();
if (!email) {
  console.error('Say whom: npm run admin:grant -- person@example.com');
  process.exit(1);
}
const { count } = await db().user.updateMany({ where: { email }, data: { role: 'ADMIN' } });
if (count === 0) {
  console.error(`Nobody with the address ${email} has signed in yet.`);
  process.exit(1);
}
await db().auditLog.create({ data: { actor: 'command line', action: 'admin.granted', target: email, detail: {} } });
console.log(`${email} is an administrator.`);
process.exit(0);
