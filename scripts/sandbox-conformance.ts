import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripeWebhookSecret } from '../sandbox/config';
import { type Sandbox, startSandbox } from '../sandbox/engine/start';
import { startApp } from './conformance/app';
import { Cli, findCli } from './conformance/cli';
import { commands, until } from './conformance/commands';
import { type Recipe, sorted } from './conformance/recipes';

// Lets the official Stripe CLI, with fixtures written by Stripe, judge the Stripe half of the sandbox (stripe.md §9).
// Words on the command line choose recipes: `npm run sandbox:conformance -- checkout invoice.paid`.

const SECRET = 'conformance';
/** Bank debits are answered after days, and a schedule is announced to end some days before. */
const FOUR_DAYS = 4 * 86_400;

interface Row {
  name: string;
  ok: boolean;
  note: string;
}

async function main(): Promise<number> {
  const binary = findCli();
  if (!binary) {
    console.error('The Stripe CLI is not installed: run npm install, or name its binary in STRIPE_CLI.');
    return 2;
  }
  const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'));
  const app = await startApp(() => stripeWebhookSecret(SECRET));
  const sandbox = await startSandbox({ appUrl: app.url, secret: SECRET });
  try {
    const cli = new Cli(binary, sandbox.url, home);
    const wanted = process.argv.slice(2);
    const chosen = (name: string): boolean => wanted.length === 0 || wanted.some((word) => name.startsWith(word));
    const { recipes, leftOut } = sorted(await cli.recipes());
    const rows: Row[] = [];
    for (const recipe of recipes.filter(({ name }) => chosen(name)))
      rows.push(say(await trigger(cli, sandbox, recipe)));
    for (const command of commands.filter(({ name }) => chosen(name))) {
      const problem = await command.try(cli, { home, app }).catch((error: unknown) => String(error));
      rows.push(say({ name: command.name, ok: problem === null, note: problem ?? '' }));
    }
    console.log('\nLeft out:');
    for (const { name, reason } of leftOut) console.log(`  ${name.padEnd(48)} ${reason}`);
    const passed = rows.filter(({ ok }) => ok).length;
    console.log(`\n${passed} of ${rows.length} (${leftOut.length} left out)`);
    return passed === rows.length ? 0 : 1;
  } finally {
    await sandbox.close();
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A recipe holds when the CLI is content and the event it is named for was emitted. */
async function trigger(cli: Cli, sandbox: Sandbox, { name, event }: Recipe): Promise<Row> {
  const { clocks, deliveries } = sandbox.world;
  const before = new Set(deliveries.emitted('stripe').map(({ id }) => id));
  const emitted = (): boolean => deliveries.emitted('stripe').some(({ id, type }) => type === event && !before.has(id));
  const { code, out } = await cli.run('trigger', name);
  if (code !== 0) return { name, ok: false, note: reasonIn(out) };
  await until(emitted, 3);
  if (emitted()) return { name, ok: true, note: '' };
  await clocks.advance(clocks.now() + FOUR_DAYS);
  await advanceTestClocks(cli);
  await until(emitted, 3);
  return emitted() ? { name, ok: true, note: 'after four days' } : { name, ok: false, note: `no ${event} was emitted` };
}

/** Takes the newest test clock on as well: some recipes stop short of the event they are named for. */
async function advanceTestClocks(cli: Cli): Promise<void> {
  const { data } = await cli.json('test_helpers', 'test_clocks', 'list', '-d', 'limit=1');
  const [clock] = data as { id: string; frozen_time: number }[];
  if (!clock) return;
  await cli.run('test_helpers', 'test_clocks', 'advance', clock.id, `--frozen-time=${clock.frozen_time + FOUR_DAYS}`);
}

function reasonIn(out: string): string {
  const message = /"message": "([^"]*)"/.exec(out)?.[1] ?? out.trim().split('\n').at(-1) ?? '';
  return message.slice(0, 160);
}

function say(row: Row): Row {
  console.log(`${row.ok ? 'ok  ' : 'FAIL'} ${row.name.padEnd(48)} ${row.note}`);
  return row;
}

process.exitCode = await main();
