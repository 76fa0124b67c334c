import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { countOf, createMonthlyPrice, everyId, subscribeCustomers } from './bench/business';
import { startEndpoint } from './bench/endpoint';
import { type Latency, timeDeepLists, timeLists, timeListsOfCustomer, timeRetrieves } from './bench/latency';
import { type SandboxProcess, startSandboxProcess } from './bench/sandbox-process';
import { printTable, type Row } from './bench/table';

// Measures speed and size of the sandbox over HTTP, as the app meets it. Nothing is asserted about time: a busy machine
// is no fault. Fails only when something could not be measured.

const SECRET = 'bench';
const FEW_CUSTOMERS = 200;
const CUSTOMERS = 1000;
/** The customers sign up over this many days, so that the renewals of a month do not all fall on one second. */
const SIGN_UP_DAYS = 25;
const OBJECTS = 50_000;

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const shown = ({ median, p95, calls }: Latency): string => `${ms(median)}, p95 ${ms(p95)} (${calls} calls)`;
const say = (what: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`);

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  const endpoint = await startEndpoint();
  const rows: Row[] = [];
  let sandbox: SandboxProcess | undefined;
  try {
    sandbox = await startSandboxProcess(dataDir, endpoint.url, SECRET);
    const emptyStart = sandbox.startMs;
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
    rows.push({
      what: '1,000 monthly subscriptions by a year',
      measured: `${year.toFixed(1)} s, ${endpoint.taken()} events delivered`,
      aim: '60 s',
    });

    const missing = OBJECTS - countOf(await everyId(stripe));
    await subscribeCustomers(stripe, price, Math.max(0, Math.ceil(missing / 5)));
    const ids = await everyId(stripe);
    const total = countOf(ids).toLocaleString('en-US');
    say(`${total} objects`);
    const large = await timeRetrieves(stripe, ids);
    rows.push(
      { what: `Retrieve at ${total} objects, median`, measured: shown(large), aim: '5 ms' },
      { what: 'List, first page of 10', measured: shown(await timeLists(stripe)), aim: '5 ms' },
      { what: 'List, one customer', measured: shown(await timeListsOfCustomer(stripe, ids)), aim: '5 ms' },
      { what: 'List, after a cursor in the middle', measured: shown(await timeDeepLists(stripe, ids)), aim: '5 ms' },
      {
        what: 'Retrieve at 1,000 against at 50,000',
        measured: `${ms(small.median)} against ${ms(large.median)}: ${(large.median / small.median).toFixed(2)} times`,
        aim: 'about 1',
      },
      { what: 'Memory after that work', measured: `${sandbox.memoryMb().toFixed(0)} MB`, aim: '400 MB' },
    );
    await sandbox.stop();

    const journalMb = statSync(join(dataDir, 'journal.jsonl')).size / 1e6;
    const starts: number[] = [];
    let memory = 0;
    for (let i = 0; i < 2; i++) {
      sandbox = await startSandboxProcess(dataDir, endpoint.url, SECRET);
      starts.push(sandbox.startMs);
      memory = sandbox.memoryMb();
      await sandbox.stop();
    }
    const began = starts.map((start) => (start / 1000).toFixed(2)).join(' s, then ');
    rows.push(
      { what: `Start with that journal (${journalMb.toFixed(0)} MB)`, measured: `${began} s`, aim: '1 s' },
      { what: 'Start with an empty one', measured: `${(emptyStart / 1000).toFixed(2)} s`, aim: '1 s' },
      { what: 'Memory after that start', measured: `${memory.toFixed(0)} MB`, aim: '400 MB' },
    );
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
