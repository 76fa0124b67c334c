import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { watchIo } from '../../fixtures/watch-io';
import { startWorld } from '../../fixtures/world';
import { checkBooks, checkInvoices } from '../histories/books';
import { Broken } from '../histories/broken';
import {
  CROWD,
  calm,
  differences,
  ledgers,
  play,
  rebuilt,
  replayed,
  same,
  type Times,
  times,
} from '../histories/crowd';
import { checkPromises } from '../histories/promises';
import { secondServer } from '../histories/second-server';

/** Histories: `npm test` plays a hundred, `npm run test:property` thousands. One crowd is several. */
const RUNS = Math.ceil(Number(process.env.PROPERTY_RUNS ?? 100) / CROWD);

/** The seed that a failure printed, to play the same crowds again. */
const SEED = process.env.PROPERTY_SEED;

const HOLD = [
  'invariant 1: when all is quiet, the ledger matches the provider',
  'invariant 2: whatever the order of deliveries, the ledger ends up the same',
  'invariant 3: however often an event arrives, it counts once',
  'invariant 4: a server killed in the middle of anything makes no difference in the end',
  'invariant 5: with everything deleted and the log replayed, the ledger is what it was',
  'invariant 6: the fencing token of a row only increases',
  'invariant 7: what has ended stays ended',
  'invariant 8: one live subscription per customer, even when two were bought',
  'invariant 9: no more is refunded than was paid',
  'invariant 10: what was collected for a paid invoice, plus credit, equals its total',
  'invariant 14: one receipt per payment, one first email per failure',
  'invariant 15: one grant per purchase, revoked when it is refunded',
  'invariant 16: no event is left behind',
  'invariant 18: what was requested from a provider happened once, whatever the answers',
  'invariant 21: a second reconciliation finds nothing, whatever was dropped',
  'invariant 26: a case is open exactly while money is owed',
  'invariant 29: no request is sent from inside a transaction',
  'invariant 31: the system only ends and refunds what our own checkout sold',
  'invariant 32: a customer who paid and kept paying is not locked out, whatever was done in the dashboard',
];

let outcome: fc.RunDetails<[Times]>;
const seen = { histories: 0, kills: 0, invoices: 0 };

beforeAll(async () => {
  const world = await startWorld();
  const second = secondServer();
  const io = watchIo();
  const settings = env().payments.stripe;
  if (settings === null) throw new Error('the sandbox speaks for Stripe');
  const stripe = stripeClient(settings);
  outcome = await fc.check(
    fc.asyncProperty(times, async (it) => {
      const users = await play(world, second, it);
      seen.histories += users.length;
      seen.kills += 1;
      await calm(world, second);
      await differences();
      await calm(world, second);
      const left = await differences();
      Broken.unless(21, left.length === 0, left.join('\n'));
      const waiting = await db().webhookEvent.groupBy({ by: ['status'], _count: true });
      const unprocessed = waiting.filter(({ status }) => status !== 'processed' && status !== 'ignored');
      Broken.unless(16, unprocessed.length === 0, JSON.stringify(unprocessed));
      for (const user of users) await checkBooks(user);
      for (const user of users) await checkPromises(user);
      for (const user of users) seen.invoices += await checkInvoices(stripe, user);
      // From here on nothing changes automatically: no pending refund arrives.
      await world.control('clock', { freeze: true });
      await world.quiet();
      const before = await ledgers(users);
      await replayed();
      same(3, before, await ledgers(users));
      await rebuilt();
      same(5, before, await ledgers(users));
      Broken.unless(29, io.insideTransactions.length === 0, io.insideTransactions.join('\n'));
      await world.restart();
    }),
    { numRuns: RUNS, endOnFailure: true, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  );
  console.log(`${seen.histories} histories, ${seen.kills} kills, ${seen.invoices} paid invoices`);
  await second.kill();
  io.end();
}, 7_200_000);

afterAll(() => {
  if (!outcome.failed) return;
  console.log(`PROPERTY_SEED=${outcome.seed} plays these crowds again; it was number ${outcome.numRuns}`);
});

test('the histories were played to their end', () => {
  const { errorInstance: error } = outcome;
  expect(error == null ? null : inspect(error)).toBeNull();
  expect(seen.histories).toBe(RUNS * CROWD);
});

test.each(HOLD)('%s', (sentence) => {
  const { errorInstance: error } = outcome;
  const broken = error instanceof Broken && sentence.startsWith(`invariant ${error.invariant}:`);
  expect(broken ? error.message : '').toBe('');
  expect(seen.histories).toBeGreaterThan(0);
});
