// npm run billing:replay -- <id> … | --dead | --since <ISO time> | a filter [--dry-run]: processes stored webhooks again. An
// id is ours or the provider's; a filter is any of --provider, --state, --type, --customer, --since, --until. Says how many there are first; with --dry-run it stops there.
import { parseArgs } from 'node:util';
import { planReplay, replay } from '@/lib/billing/webhooks/replay';
import { type ReplayEvent, type ReplaySelection, replayPages } from '@/lib/billing/webhooks/replay-pages';
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
    return fail(`${error instanceof Error ? error.message : 'Invalid arguments.'}\n${USAGE}`);
  }
}

const { positionals: ids, values } = words();

async function selection(): Promise<ReplaySelection> {
  const { dead, 'dry-run': _, ...filter } = values;
  const filtered = Object.values(filter).some((value) => value !== undefined);
  if ([ids.length > 0, dead, filtered].filter(Boolean).length !== 1)
    fail(`Choose the events in exactly one way: ${USAGE}`);
  if (dead) return { by: 'dead' };
  if (!filtered) return { by: 'ids', ids };
  const parsed = eventFilter.safeParse(filter);
  if (!parsed.success) fail(`--${parsed.error.issues[0]?.path.join('.') ?? ''} has an invalid value.\n${USAGE}`);
  return { by: 'filter', where: await eventsWhere(parsed.data) };
}

/** The first of the events. */
async function someOf(selected: ReplaySelection): Promise<readonly ReplayEvent[]> {
  for await (const page of replayPages(selected)) return page.slice(0, SHOWN);
  return [];
}

const selected = await selection();
const { count, unknown, nothing } = await planReplay(selected);
for (const id of unknown) console.error(`${id} is not a webhook of ours.`);
console.log(`${count} events to replay${nothing > 0 ? `, ${nothing} are about objects we don’t store` : ''}.`);
const shown = await someOf(selected);
for (const { id, eventId, type, target } of shown) {
  console.log(`  ${id}  ${target.provider}  ${type}  ${eventId}  ${target.kind} ${target.id}`);
}
if (count > shown.length) console.log(`  and ${count - shown.length} more`);
if (values['dry-run'] || count === 0) process.exit(unknown.length === 0 ? 0 : 1);
const { processed, failed, waiting, dead } = await replay(selected, 'command line', (so) => {
  const done = so.processed + so.failed + so.waiting + so.dead;
  if (done < count) console.log(`${done} of ${count}`);
});
console.log(`${processed} processed, ${failed} failed, ${waiting} left to the background jobs, ${dead} dead.`);
process.exit(unknown.length === 0 && failed + waiting + dead === 0 ? 0 : 1);
