// npm run billing:alerts [-- [--kind <kind>] [--after <id>] [--json]]: how many alerts of each kind are open, and a page of them
// with their age and what to do about each; the next one begins after an alert.
// npm run billing:alerts -- close <id> --note "…": closes one. The note is kept, and so is who closed it.
import { parseArgs } from 'node:util';
import { isAlertKind } from '@/lib/billing/ledger/alert-kinds';
import { closeAlert, openAlerts } from '@/lib/billing/operators/alerts';
import { alertGroups } from '@/lib/operators/alerts';

const USAGE = 'npm run billing:alerts [-- [--kind <kind>] [--after <id>] [--json] | -- close <id> --note "why"]';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function words() {
  try {
    const text = { type: 'string' } as const;
    const options = { json: { type: 'boolean', default: false }, note: text, kind: text, after: text } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'Invalid arguments.'}\n${USAGE}`);
  }
}

function age(since: Date): string {
  const minutes = Math.max(0, Math.floor((Date.now() - since.getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}

const { positionals, values } = words();
const [verb, id, ...more] = positionals;

if (verb === 'close') {
  const note = values.note?.trim() ?? '';
  if (id === undefined || more.length > 0 || note === '') fail(`Specify an alert ID and a note: ${USAGE}`);
  if (!(await closeAlert(id, 'command line', note))) fail(`There is no open alert ${id}.`);
  console.log(`Closed ${id}.`);
  process.exit(0);
}
if (verb !== undefined) fail(`Unknown command: ${verb}\n${USAGE}`);

const { kind, after } = values;
const kinds = await alertGroups();
if (kind !== undefined && !isAlertKind(kind) && !kinds.some((group) => group.kind === kind))
  fail(`There is no kind of alert called ${kind}.`);
const page = (await openAlerts({ kind, after })) ?? fail(`There is no alert ${after}.`);
if (values.json) console.log(JSON.stringify({ kinds, ...page }, null, 2));
else {
  for (const group of kinds) console.log(`${group.kind}  ${group.count} open, the oldest for ${age(group.oldest)}`);
  for (const alert of page.alerts) {
    console.log(`\n${alert.id}  ${alert.kind}  ${age(alert.createdAt)}`);
    if (alert.whatToDo !== null) console.log(`  ${alert.whatToDo}`);
    if (alert.runBook !== null) console.log(`  More: ${alert.runBook}`);
    console.log(`  ${JSON.stringify(alert.detail)}`);
  }
  const only = kind === undefined ? '' : ` --kind "${kind}"`;
  if (page.next !== null) console.log(`\nThe next ones: npm run billing:alerts --${only} --after ${page.next}`);
  console.log(kinds.length === 0 ? 'No open alerts.' : `\nClose one: ${USAGE}`);
}
process.exit(0);
