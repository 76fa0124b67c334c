// npm run billing:replay -- <id> … | --dead | --since <ISO time> | a filter [--dry-run]: processes stored webhooks again. An
// id is ours or the provider's; a filter is any of --provider, --state, --type, --customer, --since, --until. Says how many there are first; with --dry-run it stops there.
import { parseArgs } from 'node:util';
import { planReplay, type ReplaySelection, replay } from '@/lib/billing/webhooks/replay';
import { eventFilter } from '@/lib/operators/event-filter';
import { eventsWhere } from '@/lib/operators/events';

const USAGE =
  'npm run billing:replay -- <id> … | --dead | [--since <ISO time>] [--until <ISO time>] [--provider stripe|dodo] [--state <state>] [--type <type>] [--customer <user id>] [--dry-run]';
const SHOWN = 20;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function words() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        ...{ dead: { type: 'boolean', default: false }, since: { type: 'string' } },
        ...{ until: { type: 'string' }, provider: { type: 'string' }, state: { type: 'string' } },
        ...{ type: { type: 'string' }, customer: { type: 'string' } },
        'dry-run': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'Not understood.'}\n${USAGE}`);
  }
}

const { positionals: ids, values } = words();

async function selection(): Promise<ReplaySelection> {
  const { dead, 'dry-run': _, ...filter } = values;
  const filtered = Object.values(filter).some((value) => value !== undefined);
  if ([ids.length > 0, dead, filtered].filter(Boolean).length !== 1) fail(`Say which events, in one way: ${USAGE}`);
  if (dead) return { by: 'dead' };
  if (!filtered) return { by: 'ids', ids };
  const parsed = eventFilter.safeParse(filter);
  if (!parsed.success) fail(`--${parsed.error.issues[0]?.path.join('.') ?? ''} is not understood.\n${USAGE}`);
  return { by: 'filter', where: await eventsWhere(parsed.data) };
}

const { events, unknown, nothing } = await planReplay(await selection());
for (const id of unknown) console.error(`${id} is not a webhook of ours.`);
console.log(`${events.length} events to replay${nothing > 0 ? `, ${nothing} are about nothing we keep` : ''}.`);
for (const { id, eventId, type, root } of events.slice(0, SHOWN)) {
  console.log(`  ${id}  ${root.provider}  ${type}  ${eventId}  ${root.kind} ${root.id}`);
}
if (events.length > SHOWN) console.log(`  and ${events.length - SHOWN} more`);
if (values['dry-run'] || events.length === 0) process.exit(unknown.length === 0 ? 0 : 1);
const { processed, waiting, dead } = await replay(events, 'command line');
console.log(`${processed} processed, ${waiting} waiting for the next attempt, ${dead} dead.`);
process.exit(unknown.length === 0 && waiting + dead === 0 ? 0 : 1);
