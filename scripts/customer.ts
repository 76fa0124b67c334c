// npm run customer -- <email or any id>: one customer's story, newest first. With a verb, does something for them:
//   sync | cancel [<subscription>] (--now | --at-period-end) --reason "…" | credits <n> --reason "…" | end-sessions
//   adopt <subscription> --as <sku> --reason "…" | leave <subscription> --reason "…"
//   access <plan> --days <n> --reason "…" | end-access | view
// --json prints the story for programs. Exit codes: 0 done; 1 refused or failed; 2 no or several customers found.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { audit } from '@/lib/audit';
import { billingOverview } from '@/lib/billing/account/overview';
import { planNameOf } from '@/lib/billing/catalog/plans';
import { formatMoney } from '@/lib/billing/money';
import { ADOPTABLE, adoptContract, leaveContract } from '@/lib/billing/operators/adopt';
import { cancelableSubscriptions, operatorCancel, operatorCancelTerms } from '@/lib/billing/operators/cancel';
import { endGivenAccess, GIVEN_PLANS, giveAccess, MAX_GIVEN_DAYS } from '@/lib/billing/operators/give-access';
import { giveCredits, MAX_GIVEN_CREDITS } from '@/lib/billing/operators/give-credits';
import { syncCustomer } from '@/lib/billing/operators/sync-customer';
import { AppError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { customerStory } from '@/lib/operators/customer';
import { endAllSessions } from '@/lib/operators/end-sessions';
import { findCustomers } from '@/lib/operators/search';
import { timelineOf } from '@/lib/operators/timeline';

const USAGE =
  'npm run customer -- <email or id> [sync | cancel [<subscription>] --now|--at-period-end --reason "why" | credits <n> --reason "why" | access <plan> --days <n> --reason "why" | end-access | adopt <subscription> --as <sku> --reason "why" | leave <subscription> --reason "why" | view | end-sessions] [--json]';
const ACTOR = 'command line';

function fail(message: string, code = 1): never {
  console.error(message);
  process.exit(code);
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        ...{ now: { type: 'boolean', default: false }, 'at-period-end': { type: 'boolean', default: false } },
        ...{
          reason: { type: 'string' },
          days: { type: 'string' },
          as: { type: 'string' },
          json: { type: 'boolean', default: false },
        },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : 'Invalid arguments.'}\n${USAGE}`);
  }
}

const { positionals, values } = parse();
const [who, verb, what] = positionals;
if (who === undefined) fail(`Usage: ${USAGE}`);
const { rows } = await findCustomers(who, undefined);
const exact = rows.filter(({ email }) => email === who.toLowerCase());
const [found, ...more] = exact.length === 1 ? exact : rows;
if (found === undefined) fail(`There is no customer for ${who}.`, 2);
if (more.length > 0)
  fail(`${rows.length} customers match:\n${rows.map(({ email, id }) => `  ${id}  ${email}`).join('\n')}`, 2);

const reason = () => values.reason?.trim() || fail(`Say why: --reason "…"\n${USAGE}`);

async function act(userId: string): Promise<string> {
  switch (verb) {
    case 'sync': {
      const { synced, failed, changes } = await syncCustomer(userId, ACTOR);
      if (failed > 0) fail(`${synced} synced, ${failed} failed.`);
      return `${synced} synced, ${changes} changes.`;
    }
    case 'cancel': {
      if (values.now === values['at-period-end']) fail(`Say when: --now or --at-period-end\n${USAGE}`);
      const { terms } = await operatorCancelTerms(userId, what ?? (await onlySubscription(userId)));
      const when = values.now ? 'now' : 'period_end';
      await operatorCancel({ userId, when, terms, reason: reason(), actor: ACTOR });
      return values.now ? 'Canceled now.' : 'Canceled at the period end.';
    }
    case 'credits': {
      const credits = /^[1-9]\d{0,5}$/.test(what ?? '') ? Number(what) : 0;
      if (credits < 1 || credits > MAX_GIVEN_CREDITS) fail(`Say how many: 1 to ${MAX_GIVEN_CREDITS}.`);
      await giveCredits({ userId, key: randomUUID(), amount: credits, reason: reason(), actor: ACTOR });
      return `Granted ${credits} credits.`;
    }
    case 'access': {
      const plan = GIVEN_PLANS.find((key) => key === what) ?? fail(`Say which plan: ${GIVEN_PLANS.join(', ')}.`);
      const days = /^[1-9]\d{0,2}$/.test(values.days ?? '') ? Number(values.days) : 0;
      if (days < 1 || days > MAX_GIVEN_DAYS) fail(`Say how long: --days 1 to ${MAX_GIVEN_DAYS}.`);
      await giveAccess({ userId, key: randomUUID(), plan, days, reason: reason(), actor: ACTOR });
      return `Granted ${days} days of ${plan}.`;
    }
    case 'end-access':
      await endGivenAccess({ userId }, ACTOR);
      return 'Ended what was granted.';
    case 'adopt': {
      const contract = what ?? fail(`Say which subscription.\n${USAGE}`);
      const sku = ADOPTABLE.find((key) => key === values.as) ?? fail(`Say as what: --as ${ADOPTABLE.join(' | ')}`);
      await adoptContract({ userId, contract, sku, reason: reason(), actor: ACTOR });
      return `Adopted as ${sku}.`;
    }
    case 'leave':
      await leaveContract({ userId, contract: what ?? fail(`Say which.\n${USAGE}`), reason: reason(), actor: ACTOR });
      return 'Left alone.';
    case 'view': {
      // What the account page shows the customer.
      await audit({ actor: ACTOR, action: 'customer.viewed', target: userId });
      return toJson(await billingOverview(userId));
    }
    case 'end-sessions':
      return `Ended ${await endAllSessions(userId, ACTOR)} sessions.`;
    default:
      return fail(`Not understood: ${verb}\n${USAGE}`);
  }
}

/** Null if at most one runs; several are listed, because the operator has to choose. */
async function onlySubscription(userId: string): Promise<null> {
  const running = await cancelableSubscriptions(userId);
  if (running.length > 1) fail(`Say which subscription to cancel:\n${running.map(lineOf).join('\n')}`);
  return null;
}

function lineOf({ sku, quantity, amount, currency, provider, holdsSlot, ...row }: Subscription): string {
  const price = formatMoney(amount, currency, 'en-US', { provider });
  const parts = [
    `${planNameOf(sku)} × ${quantity}`,
    price,
    provider,
    row.origin,
    `since ${row.createdAt.toISOString()}`,
  ];
  return `  ${row.externalId}  ${[...parts, ...(holdsSlot ? ['current'] : [])].join('  ')}`;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2);
}

async function show(userId: string): Promise<void> {
  const [story, timeline] = await Promise.all([customerStory(userId), timelineOf(userId, null)]);
  if (story === null) return fail(`There is no customer ${userId}.`, 2);
  if (values.json) {
    return console.log(toJson({ ...story, timeline: timeline.entries }));
  }
  const { plan, level, until, reason: why, credits } = story.access;
  console.log(`${story.person.email ?? 'Deleted account'}  ${story.person.id}`);
  console.log(
    `${level} access to ${plan}${until === null ? '' : ` until ${until.toISOString()}`}: ${why}; ${credits} credits`,
  );
  for (const { at, kind, text } of timeline.entries) console.log(`${at.toISOString()}  ${kind.padEnd(9)}  ${text}`);
}

try {
  if (verb === undefined) await show(found.id);
  else console.log(await act(found.id));
} catch (error) {
  fail(error instanceof AppError ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'Failed.');
}
process.exit(0);
