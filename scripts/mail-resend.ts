// npm run mail:resend [-- <id> … | -- --all]: shows the mails that were given up, or sends some of them again.
import { drainOutbox } from '@/lib/mail/outbox';
import { deadMails, resendMail } from '@/lib/mail/resend';

const words = process.argv.slice(2);
const dead = await deadMails();
if (words.length === 0) {
  for (const { id, kind, attempts, error } of dead) console.log(`${id}  ${kind}  ${attempts} attempts  ${error ?? ''}`);
  console.log(`${dead.length} given up. Send again: npm run mail:resend -- <id> …, or --all`);
  process.exit(0);
}
let unknown = 0;
for (const id of words.includes('--all') ? dead.map((mail) => mail.id) : words) {
  if (await resendMail(id, 'command line')) continue;
  console.error(`${id} was not given up.`);
  unknown += 1;
}
let tried: number;
do tried = await drainOutbox();
while (tried > 0);
const left = (await deadMails()).length;
console.log(left === 0 ? 'Nothing is given up any more.' : `${left} still given up.`);
process.exit(unknown === 0 ? 0 : 1);
