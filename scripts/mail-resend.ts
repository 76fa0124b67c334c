// npm run mail:resend [-- <id> … [--again] | -- --all]: lists failed emails, or sends them again; with --again, also emails
// that were sent but never arrived.
import { db } from '@/lib/db';
import { drainOutbox } from '@/lib/mail/outbox';
import { failedEmails, resendMail } from '@/lib/mail/resend';

const again = process.argv.includes('--again');
const args = process.argv.slice(2).filter((arg) => arg !== '--again');
const failed = await failedEmails();
if (args.length === 0) {
  for (const { id, kind, attempts, error } of failed)
    console.log(`${id}  ${kind}  ${attempts} attempts  ${error ?? ''}`);
  console.log(`${failed.length} failed. To send them again: npm run mail:resend -- <id> …, or --all`);
  process.exit(0);
}
let unknown = 0;
for (const id of args.includes('--all') ? failed.map((email) => email.id) : args) {
  if (await resendMail(id, 'command line', { again })) continue;
  console.error(again ? `${id} is not an email that can be sent again.` : `${id} is not a failed email.`);
  unknown += 1;
}
let tried: number;
do tried = await drainOutbox();
while (tried > 0);
const left = (await failedEmails()).length;
const waits = await db().email.count({ where: { status: 'waiting', error: { not: null } } });
if (waits > 0) console.log(`${waits} ${waits === 1 ? 'email waits' : 'emails wait'} for the next attempt.`);
console.log(left === 0 ? 'No failed emails left.' : `${left} still failed.`);
process.exit(unknown === 0 ? 0 : 1);
