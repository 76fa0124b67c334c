// npm run mail:resend [-- <id> … [--again] | -- --all]: lists failed emails, or sends them again; with --again, also emails
// that were sent but never arrived.
import { db } from '@/lib/db';
import { drainOutbox } from '@/lib/mail/outbox';
import { countFailed, failedEmailIds, failedEmails, resendMail } from '@/lib/mail/resend';

const SHOWN = 50;

const again = process.argv.includes('--again');
const args = process.argv.slice(2).filter((arg) => arg !== '--again');
if (args.length === 0) {
  const count = await countFailed();
  for (const { id, kind, attempts, error } of await failedEmails(SHOWN))
    console.log(`${id}  ${kind}  ${attempts} attempts  ${error ?? ''}`);
  if (count > SHOWN) console.log(`and ${count - SHOWN} more`);
  console.log(`${count} failed. To send them again: npm run mail:resend -- <id> …, or --all`);
  process.exit(0);
}

let unknown = 0;
// Those that have failed by now: some may fail again meanwhile.
for (const id of args.includes('--all') ? await failedEmailIds() : args) {
  if (await resendMail(id, 'command line', { again })) continue;
  console.error(again ? `${id} is not an email that can be sent again.` : `${id} is not a failed email.`);
  unknown += 1;
}
let tried: number;
do tried = await drainOutbox();
while (tried > 0);
const left = await countFailed();
const waits = await db().email.count({ where: { status: 'waiting', error: { not: null } } });
if (waits > 0) console.log(`${waits} ${waits === 1 ? 'email waits' : 'emails wait'} for the next attempt.`);
console.log(left === 0 ? 'No failed emails left.' : `${left} still failed.`);
process.exit(unknown === 0 ? 0 : 1);
