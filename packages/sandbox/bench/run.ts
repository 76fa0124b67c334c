import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { countOf, createMonthlyPrice, listAllIds, subscribeCustomers } from './business';
import { startEndpoint } from './endpoint';
import { type Latency, timeDeepLists, timeLists, timeListsOfCustomer, timeRetrieves } from './latency';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process';
import { load, printTable, type Row } from './table';

// Measures the sandbox's speed and size over HTTP. Makes no assertions about time, because the machine may be busy; fails
// only when something can't be measured.

const SECRET = 'bench';
const FEW_CUSTOMERS = 200;
const CUSTOMERS = 1000;
/** Customers sign up over this many days, so that their renewals don't coincide. */
const SIGN_UP_DAYS = 25;
const OBJECTS = 50_000;

const LATENCY_MS = 5;
const YEAR_S = 60;
const START_S = 1;
const MEMORY_MB = 400;

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const print = (what: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${what} (load ${load()})`);

const latencyRow = (what: string, { median, p95, calls }: Latency): Row => ({
  what,
  measured: `${ms(median)} median, ${ms(p95)} p95 (${calls} calls, load ${load()})`,
  target: `${LATENCY_MS} ms`,
  met: median < LATENCY_MS,
});
const memoryRow = (what: string, mb: number): Row => ({
  what,
  measured: `${mb.toFixed(0)} MB`,
  target: `${MEMORY_MB} MB`,
  met: mb < MEMORY_MB,
});
const startRow = (what: string, startMs: number): Row => ({
  what,
  measured: `${(startMs / 1000).toFixed(2)} s (load ${load()})`,
  target: `${START_S} s`,
  met: startMs < START_S * 1000,
});

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  const endpoint = await startEndpoint();
  const rows: Row[] = [];
  let sandbox: SandboxProcess | undefined;
  const start = async (folder = dataDir): Promise<SandboxProcess> => startSandboxProcess(folder, endpoint.url, SECRET);
  try {
    // The first start may have to bundle the sandbox.
    sandbox = await start(join(dataDir, 'first'));
    rows.push({ what: 'First start after a change', measured: `${(sandbox.startMs / 1000).toFixed(2)} s`, target: '' });
    await sandbox.stop();
    sandbox = await start();
    rows.push(startRow('Start, empty', sandbox.startMs));
    const stripe = sdkFor(sandbox.url);
    await sandbox.control('clock', { freeze: true });
    const price = await createMonthlyPrice(stripe);

    await subscribeCustomers(stripe, price, FEW_CUSTOMERS);
    const few = await listAllIds(stripe);
    print(`${countOf(few)} objects`);
    const small = await timeRetrieves(stripe, few);

    await signUp(sandbox, stripe, price);
    await sandbox.control('deliveries/idle');
    endpoint.takeCount();
    print('advancing a year');
    const year = await months(sandbox, 12);
    rows.push(
      {
        what: `${CUSTOMERS.toLocaleString('en-US')} monthly subscriptions by a year`,
        measured: `${year.toFixed(1)} s, ${endpoint.takeCount().toLocaleString('en-US')} events delivered (load ${load()})`,
        target: `${YEAR_S} s`,
        met: year < YEAR_S,
      },
      memoryRow('Memory after that year', sandbox.memoryMb()),
    );

    const missing = OBJECTS - countOf(await listAllIds(stripe));
    await subscribeCustomers(stripe, price, Math.max(0, Math.ceil(missing / 5)));
    await sandbox.control('deliveries/idle');
    const ids = await listAllIds(stripe);
    const total = countOf(ids).toLocaleString('en-US');
    print(`${total} objects`);
    const large = await timeRetrieves(stripe, ids);
    rows.push(
      latencyRow(`Retrieve at ${total} objects`, large),
      latencyRow('List, first page of 10', await timeLists(stripe)),
      latencyRow('List, one customer', await timeListsOfCustomer(stripe, ids)),
      latencyRow('List, after a cursor in the middle', await timeDeepLists(stripe, ids)),
      {
        what: 'Retrieve at 1,000 objects, compared',
        measured: `${ms(small.median)} vs. ${ms(large.median)}: ${(large.median / small.median).toFixed(2)} times`,
        target: 'about 1',
      },
      memoryRow('Memory after all of the above', sandbox.memoryMb()),
    );
    await sandbox.stop();

    const journalMb = (statSync(join(dataDir, 'journal.jsonl')).size / 1e6).toFixed(0);
    sandbox = await start();
    rows.push(startRow(`Start with that journal (${journalMb} MB)`, sandbox.startMs));
    rows.push(memoryRow('Memory after that start', sandbox.memoryMb()));
    print(`${countOf(await listAllIds(sdkFor(sandbox.url))).toLocaleString('en-US')} objects after the restart`);
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

/** Signs up the remaining customers, the same number each day. */
async function signUp(sandbox: SandboxProcess, stripe: Stripe, price: string): Promise<void> {
  const perDay = (CUSTOMERS - FEW_CUSTOMERS) / SIGN_UP_DAYS;
  for (let day = 0; day < SIGN_UP_DAYS; day++) {
    await sandbox.control('clock', { advanceDays: 1 });
    await subscribeCustomers(stripe, price, perDay);
  }
}

/** Advances the clock by months; returns the seconds until every webhook was received. */
async function months(sandbox: SandboxProcess, count: number): Promise<number> {
  const began = performance.now();
  for (let month = 0; month < count; month++) await sandbox.control('clock', { advanceMonths: 1 });
  await sandbox.control('deliveries/idle');
  return (performance.now() - began) / 1000;
}

await main();
