// npm run bench:scale: measures what must stay fast however much there is, on the database of npm run bench:data, and
// explains every statement it took. Exit code 1 when a statement reads a whole large table.
import { execFileSync } from 'node:child_process';
import { Client } from 'pg';
import { z } from 'zod';
import { tsx } from './lib/tools.mjs';
import { benchDatabase } from './scale/database';
import { CORE, measure } from './scale/measure';
import { OPERATORS, REPORTS } from './scale/operators';
import { fullScans } from './scale/plans';
import { printTable, type Row } from './scale/table';

/** Megabytes that a replay of any size may need. */
const REPLAY_MB = 300;
/** Rows from which a table counts as large. */
const LARGE = 10_000;

const connectionString = await benchDatabase();
Object.assign(process.env, { DATABASE_URL: connectionString, LOG_LEVEL: 'silent' });
const client = new Client({ connectionString });
await client.connect();
const core = await measure(client, CORE);
const operators = await measure(client, OPERATORS);
const reports = await measure(client, REPORTS);
printTable([...core.rows, ...operators.rows, ...reports.rows, replayMemory()]);

// A list walks an index in its order for as many rows as it shows; it may not read a table.
const lists = await fullScans(client, operators.statements, LARGE);
const scans = [
  ...(await fullScans(client, core.statements, LARGE)),
  ...lists.filter(({ node }) => node === 'Seq Scan'),
];
const explained = core.statements.length + operators.statements.length;
for (const { table, node, statement } of scans) console.error(`\n${node} of the whole of ${table}:\n${statement}`);
console.log(`\n${explained} statements explained, ${scans.length} full scans of a large table.`);
await client.end();
process.exit(scans.length === 0 ? 0 : 1);

function replayMemory(): Row {
  const said = execFileSync(process.execPath, tsx('scripts/scale/replay-memory.ts'), { encoding: 'utf8' });
  const { events, peak } = z.object({ events: z.number(), peak: z.number() }).parse(JSON.parse(said));
  const used = peak / 2 ** 20;
  const measured = `${used.toFixed(0)} MB at most, ${events.toLocaleString('en-US')} webhooks`;
  const what = 'Go through the failed webhooks for a replay';
  return { what, measured, target: `${REPLAY_MB} MB`, met: used <= REPLAY_MB };
}
