// npm run bench:scale: measures what must stay fast however much there is, on the database of npm run bench:data, and
// explains every statement it took. Exit code 1 when a statement reads a whole large table.
import { Client } from 'pg';
import { benchDatabase } from './scale/database';
import { CORE, measure } from './scale/measure';
import { OPERATORS } from './scale/operators';
import { fullScans } from './scale/plans';
import { replayMemory } from './scale/replay-memory';
import { printTable } from './scale/table';

/** Rows from which a table counts as large. */
const LARGE = 10_000;

const connectionString = await benchDatabase();
Object.assign(process.env, { DATABASE_URL: connectionString, LOG_LEVEL: 'silent' });
const client = new Client({ connectionString });
await client.connect();
// First, in a small process.
const memory = await replayMemory();
const { rows, statements } = await measure(client, [...CORE, ...OPERATORS]);
printTable([...rows, memory]);

const scans = await fullScans(client, statements, LARGE);
for (const { table, node, statement } of scans) console.error(`\n${node} of the whole of ${table}:\n${statement}`);
console.log(`\n${statements.length} statements explained, ${scans.length} full scans of a large table.`);
await client.end();
process.exit(scans.length === 0 ? 0 : 1);
