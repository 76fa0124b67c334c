// npm run customer -- <email or any id>: one customer's story, newest first. A customer is a workspace: found by a member's
// email, an invited email, or an id. With a verb, does something for it, found by its owner's email or an id:
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
import { emailAddress } from '@/lib/email-address';
import { AppError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { customerStory } from '@/lib/operators/customer';
import { endAllSessions } from '@/lib/operators/end-sessions';
import { type Found, findCustomers } from '@/lib/operators/search';
import type { CustomerTeam } from '@/lib/operators/team';
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
const exact = rows.filter(({ id, email }) => id === who || email === who.toLowerCase());
const [found, ...more] = exact.length === 1 ? exact : rows;
if (found === undefined) fail(`No customer found for ${who}.`, 2);
if (more.length > 0) fail(`${rows.length} customers match:\n${rows.map(listed).join('\n')}`, 2);
// A member's or an invited address finds a workspace of someone else: to change that, name it.
if (verb !== undefined && emailAddress.safeParse(who).success && found.email !== who.toLowerCase())
  fail(`${who} isn’t the owner’s address. Use the id:\n${listed(found)}`, 2);

function listed({ id, email, name }: Found): string {
  return ['', id, email ?? 'Deleted account', ...(name === null ? [] : [name])].join('  ');
}

const reason = () => values.reason?.trim() || fail(`Missing --reason "…"\n${USAGE}`);

async function act(workspaceId: string): Promise<string> {
  switch (verb) {
    case 'sync': {
      const { synced, failed, changes } = await syncCustomer(workspaceId, ACTOR);
      if (failed > 0) fail(`${synced} synced, ${failed} failed.`);
      return `${synced} synced, ${changes} changes.`;
    }
    case 'cancel': {
      if (values.now === values['at-period-end']) fail(`Specify --now or --at-period-end\n${USAGE}`);
      const { terms } = await operatorCancelTerms(workspaceId, what ?? (await onlySubscription(workspaceId)));
      const when = values.now ? 'now' : 'period_end';
      await operatorCancel({ workspaceId, when, terms, reason: reason(), actor: ACTOR });
      return values.now ? 'Canceled now.' : 'Canceled at the period end.';
    }
    case 'credits': {
      const credits = /^[1-9]\d{0,5}$/.test(what ?? '') ? Number(what) : 0;
      if (credits < 1 || credits > MAX_GIVEN_CREDITS) fail(`Specify an amount from 1 to ${MAX_GIVEN_CREDITS}.`);
      await giveCredits({ workspaceId, key: randomUUID(), amount: credits, reason: reason(), actor: ACTOR });
      return `Granted ${credits} credits.`;
    }
    case 'access': {
      const plan = GIVEN_PLANS.find((key) => key === what) ?? fail(`Specify a plan: ${GIVEN_PLANS.join(', ')}.`);
      const days = /^[1-9]\d{0,2}$/.test(values.days ?? '') ? Number(values.days) : 0;
      if (days < 1 || days > MAX_GIVEN_DAYS) fail(`Specify --days from 1 to ${MAX_GIVEN_DAYS}.`);
      await giveAccess({ workspaceId, key: randomUUID(), plan, days, reason: reason(), actor: ACTOR });
      return `Granted ${days} days of ${plan}.`;
    }
    case 'end-access':
      await endGivenAccess({ workspaceId }, ACTOR);
      return 'Granted access ended.';
    case 'adopt': {
      const contract = what ?? fail(`Specify a subscription.\n${USAGE}`);
      const sku = ADOPTABLE.find((key) => key === values.as) ?? fail(`Specify a SKU: --as ${ADOPTABLE.join(' | ')}`);
      await adoptContract({ workspaceId, contract, sku, reason: reason(), actor: ACTOR });
      return `Adopted as ${sku}.`;
    }
    case 'leave':
      await leaveContract({
        workspaceId,
        contract: what ?? fail(`Specify a subscription.\n${USAGE}`),
        reason: reason(),
        actor: ACTOR,
      });
      return 'Left as is.';
    case 'view': {
      // What the account page shows the customer.
      await audit({ actor: ACTOR, action: 'customer.viewed', target: workspaceId });
      return toJson(await billingOverview(workspaceId));
    }
    case 'end-sessions':
      return `Ended ${await endAllSessions(workspaceId, ACTOR)} sessions.`;
    default:
      return fail(`Unknown command: ${verb}\n${USAGE}`);
  }
}

/** Null if at most one runs; several are listed, because the operator has to choose. */
async function onlySubscription(workspaceId: string): Promise<null> {
  const running = await cancelableSubscriptions(workspaceId);
  if (running.length > 1) fail(`Specify which subscription to cancel:\n${running.map(lineOf).join('\n')}`);
  return null;
}

function lineOf({ sku, quantity, amount, currency, provider, isCurrent, ...row }: Subscription): string {
  const price = formatMoney(amount, currency, 'en-US', { provider });
  const parts = [
    `${planNameOf(sku)} × ${quantity}`,
    price,
    provider,
    row.origin,
    `since ${row.createdAt.toISOString()}`,
  ];
  return `  ${row.externalId}  ${[...parts, ...(isCurrent ? ['current'] : [])].join('  ')}`;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2);
}

/** The people of a workspace, and whom they invited. */
function linesOf({ seats, members, invitations }: CustomerTeam): string[] {
  const { paid, held } = seats;
  return [
    `${seats.members + seats.invited} of ${paid} paid seats used: ${seats.members} by members, ${seats.invited} by invitations; ${held} invitations wait for a seat`,
    ...members.map(({ email, role, since, userId }) => `  ${role}  ${email}  ${userId}  since ${since.toISOString()}`),
    ...invitations.map(({ email, role, state, expiresAt, mail }) => {
      const sent = mail === null ? '' : `; email ${mail.status}${mail.error === null ? '' : `: ${mail.error}`}`;
      return `  invited as ${role}  ${email}  ${state}, expires ${expiresAt.toISOString()}${sent}`;
    }),
  ];
}

async function show(workspaceId: string): Promise<void> {
  const [story, timeline] = await Promise.all([customerStory(workspaceId), timelineOf(workspaceId, null)]);
  if (story === null) return fail(`There is no customer ${workspaceId}.`, 2);
  if (values.json) {
    return console.log(toJson({ ...story, timeline: timeline.entries }));
  }
  const { plan, level, until, reason: why, credits } = story.access;
  const { workspace, person, team, others } = story;
  const names = [person.email ?? 'Deleted account', workspace.id, ...(workspace.name === null ? [] : [workspace.name])];
  console.log(names.join('  '));
  console.log(
    `${level} access to ${plan}${until === null ? '' : ` until ${until.toISOString()}`}: ${why}; ${credits} credits`,
  );
  if (team !== null) for (const line of linesOf(team)) console.log(line);
  for (const { id, name, role, state } of others) console.log(`also in ${name}  ${id}: ${role}, ${state}`);
  for (const { at, kind, text } of timeline.entries) console.log(`${at.toISOString()}  ${kind.padEnd(9)}  ${text}`);
}

try {
  if (verb === undefined) await show(found.id);
  else console.log(await act(found.id));
} catch (error) {
  fail(error instanceof AppError ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'Failed.');
}
process.exit(0);
