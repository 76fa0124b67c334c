// npm run bench:data [-- --customers 200000 --payments 1000000 --events 3000000 --emails 1260000 --operations 600000]:
// creates the database tollgate_bench on the server of DATABASE_URL and fills it. Continues where it was interrupted.
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { generateData } from './scale/data';
import { benchDatabase } from './scale/database';

const DEFAULTS = { customers: 200_000, payments: 1_000_000, events: 3_000_000, emails: 1_260_000, operations: 600_000 };
const names = Object.keys(DEFAULTS);
const { values } = parseArgs({
  options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
});
const sizes = { ...DEFAULTS };
for (const [name, given] of Object.entries(values)) {
  if (!/^[1-9]\d{0,8}$/.test(String(given))) throw new Error(`--${name} must be a positive whole number`);
  Object.assign(sizes, { [name]: Number(given) });
}
const client = new Client({ connectionString: await benchDatabase() });
await client.connect();
const began = performance.now();
await generateData(client, sizes, (line) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s  ${line}`),
);
await client.end();
process.exit(0);
