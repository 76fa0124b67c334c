import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import Stripe from 'stripe';
import { countOf, createMonthlyPrice, everyId, subscribeCustomers } from './business';
import { startEndpoint } from './endpoint';

const [dataDir = '', entry = '', monthsArg = '12', prof = '', custArg = '1000'] = process.argv.slice(2);
mkdirSync(dataDir, { recursive: true });
const endpoint = await startEndpoint();
const args = [
  ...(prof ? ['--cpu-prof', `--cpu-prof-dir=${prof}`] : []),
  ...(process.env.SP_FLAGS ?? '').split(' ').filter(Boolean),
  entry,
];
const child = spawn(process.execPath, args, {
  env: {
    ...process.env,
    ...(process.env.SP_GC ? { NODE_OPTIONS: '--import=/tmp/sp/mem.mjs' } : {}),
    NODE_ENV: 'development',
    SANDBOX_PORT: '0',
    SANDBOX_SMTP_PORT: '0',
    SANDBOX_DATA_DIR: dataDir,
    SANDBOX_SECRET: 'bench',
    APP_URL: endpoint.url,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((r) => child.once('exit', r));
let url = '';
for await (const l of createInterface({ input: child.stdout }))
  if (l.startsWith('{"ready"')) {
    url = JSON.parse(l).url;
    child.stdout.resume();
    break;
  }
const { hostname, port } = new URL(url);
const stripe = new Stripe('sk_test_bench', {
  host: hostname,
  port,
  protocol: 'http',
  maxNetworkRetries: 0,
  telemetry: false,
});
const control = async (path: string, body = {}) => {
  const a = await fetch(`${url}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!a.ok) throw new Error(await a.text());
  return a.json();
};
const mem = () =>
  (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) * 1024) / 1e6;
const cpu = () => execFileSync('ps', ['-o', 'cputimes=', '-p', String(child.pid)], { encoding: 'utf8' }).trim();
const CUST = Number(custArg);
const t0 = performance.now();
const say = (w: string) =>
  console.log(
    ((performance.now() - t0) / 1000).toFixed(1),
    w,
    'rss',
    mem().toFixed(0),
    'cpu',
    cpu(),
    'load',
    loadavg()[0]?.toFixed(1),
    existsSync(`${dataDir}/journal.jsonl`) ? `${(statSync(`${dataDir}/journal.jsonl`).size / 1e6).toFixed(0)}MB` : '',
  );
await control('clock', { freeze: true });
const price = await createMonthlyPrice(stripe);
await subscribeCustomers(stripe, price, CUST / 5);
for (let d = 0; d < 25; d++) {
  await control('clock', { advanceDays: 1 });
  await subscribeCustomers(stripe, price, (CUST * 0.8) / 25);
}
await control('deliveries/idle');
endpoint.taken();
say('signed up');
const y = performance.now();
for (let m = 0; m < Number(monthsArg); m++) {
  await control('clock', { advanceMonths: 1 });
  say(`month ${m + 1}`);
  if (process.env.SP_GC) {
    process.kill(child.pid ?? 0, 'SIGUSR2');
    await new Promise((r) => setTimeout(r, 600));
  }
}
await control('deliveries/idle');
console.log('year', ((performance.now() - y) / 1000).toFixed(1), 's', endpoint.taken(), 'events');
if (process.env.SP_MORE) {
  const missing = 50_000 - countOf(await everyId(stripe));
  await subscribeCustomers(stripe, price, Math.max(0, Math.ceil(missing / 5)));
  say('50000');
  const ids = await everyId(stripe);
  say(`listed ${countOf(ids)}`);
}
child.kill('SIGTERM');
await ended;
say;
await endpoint.close();
