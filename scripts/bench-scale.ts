// npm run bench:scale: measures what must stay fast however much there is, on the database of npm run bench:data, and
// explains every statement it took. Exit code 1 when a statement reads a whole large table.
import { Client } from 'pg';
import { benchDatabase } from './scale/database';
import { CORE, measure } from './scale/measure';
import { OPERATORS, REPORTS } from './scale/operators';
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
const core = await measure(client, CORE);
const operators = await measure(client, OPERATORS);
const reports = await measure(client, REPORTS);
printTable([...core.rows, ...operators.rows, ...reports.rows, memory]);

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
