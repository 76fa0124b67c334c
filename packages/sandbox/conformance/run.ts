import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripeWebhookSecret } from '../src/config';
import type { Sandbox } from '../src/engine/sandbox';
import { startSandbox } from '../src/engine/start';
import { startApp } from './app';
import { Cli, findCli } from './cli';
import { commands, until } from './commands';
import { type Recipe, selectRecipes } from './recipes';

// Tests the sandbox's Stripe API with the official Stripe CLI and its fixtures (docs.stripe.com/cli/trigger).
// Arguments select recipes: `npm run conformance -- checkout invoice.paid`.

const SECRET = 'conformance';
/** Bank debits settle after days, and `subscription_schedule.expiring` is sent days ahead. */
const FOUR_DAYS = 4 * 86_400;

interface Row {
  name: string;
  ok: boolean;
  note: string;
}

async function main(): Promise<number> {
  const binary = findCli();
  if (!binary) {
    console.error('The Stripe CLI is not installed. Run npm install, or set STRIPE_CLI to its path.');
    return 2;
  }
  const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'));
  const app = await startApp(() => stripeWebhookSecret(SECRET));
  const sandbox = await startSandbox({ appUrl: app.url, secret: SECRET });
  try {
    const cli = new Cli(binary, sandbox.url, home);
    const filters = process.argv.slice(2);
    const selected = (name: string): boolean =>
      filters.length === 0 || filters.some((filter) => name.startsWith(filter));
    const { recipes, excluded } = selectRecipes(await cli.recipes());
    const rows: Row[] = [];
    for (const recipe of recipes.filter(({ name }) => selected(name)))
      rows.push(print(await trigger(cli, sandbox, recipe)));
    for (const command of commands.filter(({ name }) => selected(name))) {
      const problem = await command.try(cli, { home, app }).catch((error: unknown) => String(error));
      rows.push(print({ name: command.name, ok: problem === null, note: problem ?? '' }));
    }
    console.log('\nExcluded:');
    for (const { name, reason } of excluded) console.log(`  ${name.padEnd(48)} ${reason}`);
    const passed = rows.filter(({ ok }) => ok).length;
    console.log(`\n${passed} of ${rows.length} (${excluded.length} excluded)`);
    return passed === rows.length ? 0 : 1;
  } finally {
    await sandbox.close();
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A recipe passes when the CLI succeeds and its event was emitted. */
async function trigger(cli: Cli, sandbox: Sandbox, { name, event }: Recipe): Promise<Row> {
  const { clocks, deliveries } = sandbox.world;
  const before = new Set(deliveries.emitted('stripe').map(({ id }) => id));
  const emitted = (): boolean => deliveries.emitted('stripe').some(({ id, type }) => type === event && !before.has(id));
  const { code, out } = await cli.run('trigger', name);
  if (code !== 0) return { name, ok: false, note: errorIn(out) };
  await until(emitted, 3);
  if (emitted()) return { name, ok: true, note: '' };
  await clocks.advance(clocks.now() + FOUR_DAYS);
  await advanceTestClocks(cli);
  await until(emitted, 3);
  return emitted() ? { name, ok: true, note: 'after four days' } : { name, ok: false, note: `no ${event} was emitted` };
}

/** Advances the newest test clock, because some recipes stop before their event. */
async function advanceTestClocks(cli: Cli): Promise<void> {
  const { data } = await cli.json('test_helpers', 'test_clocks', 'list', '-d', 'limit=1');
  const [clock] = data as { id: string; frozen_time: number }[];
  if (!clock) return;
  await cli.run('test_helpers', 'test_clocks', 'advance', clock.id, `--frozen-time=${clock.frozen_time + FOUR_DAYS}`);
}

function errorIn(out: string): string {
  const message = /"message": "([^"]*)"/.exec(out)?.[1] ?? out.trim().split('\n').at(-1) ?? '';
  return message.slice(0, 160);
}

function print(row: Row): Row {
  console.log(`${row.ok ? 'ok  ' : 'FAIL'} ${row.name.padEnd(48)} ${row.note}`);
  return row;
}

process.exitCode = await main();
