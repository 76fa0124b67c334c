import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared, timeIn } from '@/lib/prepared';
import { BASE_PLAN, PLAN_KEYS, planOf } from '../catalog/plans';
import type { Facts, SubscriptionFact } from './decide';
import { type FactsRow, factColumns, type GiftJson, type GrantJson, type SubscriptionJson } from './facts-row';
import type { GiftFact } from './gift';
import { standingOf } from './payment-standing';
import { storedCoverage } from './stored-coverage';

type Terms = Omit<SubscriptionFact, 'plan' | 'coverage' | 'disputed' | 'unbilled'>;

const SUBSCRIPTION = {
  sku: true,
  quantity: true,
  status: true,
  trialEnd: true,
  cancelAt: true,
  endReason: true,
  pastDueSince: true,
  givenUntil: true,
  coverage: true,
} as const;

function toFact(sku: string | null, coverage: unknown, terms: Terms): SubscriptionFact {
  const { spans, disputed, unbilled } = storedCoverage(coverage);
  return { ...terms, plan: planOf(sku) ?? BASE_PLAN, coverage: spans, disputed, unbilled };
}

/** The facts about one subscription. */
export async function loadSubscriptionFact(tx: Tx, id: string): Promise<SubscriptionFact> {
  const row = await tx.subscription.findUniqueOrThrow({ where: { id }, select: SUBSCRIPTION });
  const { sku, coverage, ...terms } = row;
  return toFact(sku, coverage, terms);
}

/** Everything access is decided from, in one statement; inside a transaction on its connection. */
export async function loadFacts(workspaceId: string, tx?: Tx): Promise<Facts> {
  const statement = Prisma.sql`SELECT ${factColumns(workspaceId, env().payments.mode)}`;
  const [row] =
    tx === undefined ? await prepared<FactsRow>('facts', statement) : await tx.$queryRaw<FactsRow[]>(statement);
  if (row === undefined) throw new Error('The facts answered nothing');
  return toFacts(row);
}

/** Pure. What sells nothing of ours opens nothing; credits that are being refunded can't be spent meanwhile. */
export function toFacts({ subscriptions, grants, gifts, spent, given, refunding, members }: FactsRow): Facts {
  const leaving = new Set(refunding);
  const lifetimes = grants.flatMap((grant) => {
    const plan = planOf(grant.sku);
    return plan === null ? [] : [{ plan, standing: standing(grant) }];
  });
  const spendable = grants.filter(
    (grant) =>
      planOf(grant.sku) === null && standing(grant) !== 'disputed' && !leaving.has(`refund:${grant.paymentId}`),
  );
  const granted = spendable.reduce((sum, grant) => sum + grant.quantity - grant.revoked, given);
  return {
    subscriptions: subscriptions
      .map(subscriptionFact)
      .filter(({ plan, coverage }) => plan !== BASE_PLAN || coverage.length > 0),
    lifetimes,
    gifts: gifts.flatMap(giftFact),
    credits: Math.max(0, granted - spent),
    members,
  };
}

function subscriptionFact({ sku, coverage, ...json }: SubscriptionJson): SubscriptionFact {
  const { quantity, status, endReason } = json;
  return toFact(sku, coverage, {
    ...{ quantity, status, endReason },
    trialEnd: timeIn(json.trialEnd),
    cancelAt: timeIn(json.cancelAt),
    pastDueSince: timeIn(json.pastDueSince),
    givenUntil: timeIn(json.givenUntil),
  });
}

/** A plan that is no longer in the catalog opens nothing. */
function giftFact({ plan: named, from, until }: GiftJson): GiftFact[] {
  const plan = PLAN_KEYS.find((key) => key === named);
  const [start, end] = [timeIn(from), timeIn(until)];
  return plan === undefined || start === null || end === null ? [] : [{ plan, from: start, until: end }];
}

function standing({ payment: { status, ...money }, refunds, disputes }: GrantJson) {
  const given = refunds.map((refund) => ({ status: refund.status, amount: BigInt(refund.amount) }));
  const [amount, credited] = [BigInt(money.amount), BigInt(money.credited)];
  return standingOf({ status, amount, credited, refunds: given, disputes });
}
