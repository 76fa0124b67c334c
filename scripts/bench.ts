import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { countOf, createMonthlyPrice, everyId, subscribeCustomers } from './bench/business';
import { startEndpoint } from './bench/endpoint';
import { type Latency, timeDeepLists, timeLists, timeListsOfCustomer, timeRetrieves } from './bench/latency';
import { type SandboxProcess, startSandboxProcess } from './bench/sandbox-process';
import { load, printTable, type Row } from './bench/table';

// Measures speed and size of the sandbox over HTTP, as the app meets it. Nothing is asserted about time: a busy machine
// is no fault. Fails only when something could not be measured.

const SECRET = 'bench';
const FEW_CUSTOMERS = 200;
const CUSTOMERS = 1000;
/** The customers sign up over this many days, so that the renewals of a month do not all fall on one second. */
const SIGN_UP_DAYS = 25;
const OBJECTS = 50_000;

const LATENCY_MS = 5;
const YEAR_S = 60;
const START_S = 1;
const MEMORY_MB = 400;

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const say = (what: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${what} (load ${load()})`);

const latencyRow = (what: string, { median, p95, calls }: Latency): Row => ({
  what,
  measured: `${ms(median)} median, ${ms(p95)} p95 (${calls} calls, load ${load()})`,
  aim: `${LATENCY_MS} ms`,
  reached: median < LATENCY_MS,
});
const memoryRow = (what: string, mb: number): Row => ({
  what,
  measured: `${mb.toFixed(0)} MB`,
  aim: `${MEMORY_MB} MB`,
  reached: mb < MEMORY_MB,
});
const startRow = (what: string, startMs: number): Row => ({
  what,
  measured: `${(startMs / 1000).toFixed(2)} s (load ${load()})`,
  aim: `${START_S} s`,
  reached: startMs < START_S * 1000,
});

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  const endpoint = await startEndpoint();
  const rows: Row[] = [];
  let sandbox: SandboxProcess | undefined;
  const start = async (folder = dataDir): Promise<SandboxProcess> => startSandboxProcess(folder, endpoint.url, SECRET);
  try {
    // The first start may have to make the one file that the sandbox runs from.
    sandbox = await start(join(dataDir, 'first'));
    rows.push({ what: 'First start after a change', measured: `${(sandbox.startMs / 1000).toFixed(2)} s`, aim: '' });
    await sandbox.stop();
    sandbox = await start();
    rows.push(startRow('Start, empty', sandbox.startMs));
    const stripe = sdkFor(sandbox.url);
    await sandbox.control('clock', { freeze: true });
    const price = await createMonthlyPrice(stripe);

    await subscribeCustomers(stripe, price, FEW_CUSTOMERS);
    const few = await everyId(stripe);
    say(`${countOf(few)} objects`);
    const small = await timeRetrieves(stripe, few);

    await signUp(sandbox, stripe, price);
    await sandbox.control('deliveries/idle');
    endpoint.taken();
    say('advancing a year');
    const year = await months(sandbox, 12);
    rows.push(
      {
        what: `${CUSTOMERS.toLocaleString('en-US')} monthly subscriptions by a year`,
        measured: `${year.toFixed(1)} s, ${endpoint.taken().toLocaleString('en-US')} events delivered (load ${load()})`,
        aim: `${YEAR_S} s`,
        reached: year < YEAR_S,
      },
      memoryRow('Memory after that year', sandbox.memoryMb()),
    );

    const missing = OBJECTS - countOf(await everyId(stripe));
    await subscribeCustomers(stripe, price, Math.max(0, Math.ceil(missing / 5)));
    await sandbox.control('deliveries/idle');
    const ids = await everyId(stripe);
    const total = countOf(ids).toLocaleString('en-US');
    say(`${total} objects`);
    const large = await timeRetrieves(stripe, ids);
    rows.push(
      latencyRow(`Retrieve at ${total} objects`, large),
      latencyRow('List, first page of 10', await timeLists(stripe)),
      latencyRow('List, one customer', await timeListsOfCustomer(stripe, ids)),
      latencyRow('List, after a cursor in the middle', await timeDeepLists(stripe, ids)),
      {
        what: 'Retrieve at 1,000 against that',
        measured: `${ms(small.median)} against ${ms(large.median)}: ${(large.median / small.median).toFixed(2)} times`,
        aim: 'about 1',
      },
      memoryRow('Memory after all of that', sandbox.memoryMb()),
    );
    await sandbox.stop();

    const journalMb = (statSync(join(dataDir, 'journal.jsonl')).size / 1e6).toFixed(0);
    sandbox = await start();
    rows.push(startRow(`Start with that journal (${journalMb} MB)`, sandbox.startMs));
    rows.push(memoryRow('Memory after that start', sandbox.memoryMb()));
    say(`${countOf(await everyId(sdkFor(sandbox.url))).toLocaleString('en-US')} objects after the restart`);
    rows.push(memoryRow('Memory after everything was listed', sandbox.memoryMb()));
  } finally {
    await sandbox?.stop();
    await endpoint.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  printTable(rows);
}

function sdkFor(url: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe('sk_test_bench', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** The rest of the customers, a share of them on each day. */
async function signUp(sandbox: SandboxProcess, stripe: Stripe, price: string): Promise<void> {
  const aDay = (CUSTOMERS - FEW_CUSTOMERS) / SIGN_UP_DAYS;
  for (let day = 0; day < SIGN_UP_DAYS; day++) {
    await sandbox.control('clock', { advanceDays: 1 });
    await subscribeCustomers(stripe, price, aDay);
  }
}

/** Seconds until the clock has moved and every webhook has been taken. */
async function months(sandbox: SandboxProcess, count: number): Promise<number> {
  const began = performance.now();
  for (let month = 0; month < count; month++) await sandbox.control('clock', { advanceMonths: 1 });
  await sandbox.control('deliveries/idle');
  return (performance.now() - began) / 1000;
}

await main();
