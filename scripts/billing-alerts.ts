// npm run billing:alerts [-- --json]: the open alerts, with their age and what to do about each.
// npm run billing:alerts -- close <id> --note "…": closes one. The note is kept, and so is who closed it.
import { parseArgs } from 'node:util';
import { closeAlert, openAlerts } from '@/lib/billing/operators/alerts';

const USAGE = 'npm run billing:alerts [-- --json | -- close <id> --note "why"]';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function words() {
  try {
    const options = { json: { type: 'boolean', default: false }, note: { type: 'string' } } as const;
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

const alerts = await openAlerts();
if (values.json) console.log(JSON.stringify(alerts, null, 2));
else {
  for (const alert of alerts) {
    console.log(`${alert.id}  ${alert.kind}  ${age(alert.createdAt)}`);
    if (alert.whatToDo !== null) console.log(`  ${alert.whatToDo}`);
    if (alert.runBook !== null) console.log(`  More: ${alert.runBook}`);
    console.log(`  ${JSON.stringify(alert.detail)}`);
  }
  console.log(alerts.length === 0 ? 'No open alerts.' : `${alerts.length} open. Close one: ${USAGE}`);
}
process.exit(0);
