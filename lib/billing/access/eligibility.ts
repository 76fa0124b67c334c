import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Offer } from '../catalog/plans';
import { type Currency, isCurrency } from '../money';
import { LIVE } from '../types';
import { loadFacts } from './facts';
import { hasHadTrial } from './trial';

/** The workspace that buys, and the address of the person who buys for it. */
interface Buyer {
  readonly workspaceId: string;
  readonly email: string;
}

export interface Terms {
  readonly trialDays: number;
  readonly currency: Currency;
}

/**
 * Whether a workspace may buy this now, and on which terms: one live subscription, one Lifetime, one trial a person,
 * and the currency their first subscription fixed (Stripe does not mix currencies within one customer).
 * Raises billing/already-subscribed or billing/already-owned (409).
 */
export async function assertMayBuy(buyer: Buyer, offer: Offer, wanted: Currency): Promise<Terms> {
  const { mode } = env().payments;
  const facts = await loadFacts(buyer.workspaceId);
  const first = await db().subscription.findFirst({
    where: {
      workspaceId: buyer.workspaceId,
      mode,
      status: { notIn: ['pending', 'failed'] },
      origin: { not: 'foreign' },
    },
    orderBy: { createdAt: 'asc' },
    select: { currency: true },
  });
  const currency = first !== null && isCurrency(first.currency) ? first.currency : wanted;
  if (offer.kind === 'credits') return { trialDays: 0, currency };
  if (facts.lifetimes.some((lifetime) => lifetime.standing === 'clear' || lifetime.standing === 'disputed')) {
    throw appError('billing/already-owned');
  }
  if (offer.kind === 'lifetime') return { trialDays: 0, currency };
  if (await isContractRunning(buyer.workspaceId)) throw appError('billing/already-subscribed');
  return {
    trialDays: first === null && !(await hasHadTrial(buyer.email)) ? offer.trialDays : 0,
    currency,
  };
}

/**
 * Whether a contract of ours runs at a provider, whatever it opens: refunded in the Dashboard, unpaid or paused, it would
 * charge next to a second one. So would one whose first debit is still under way. One being given back as a duplicate does
 * not count, and neither does what another application sold, unless an operator has adopted it and the next sync makes it
 * ours. `besides` is the id of a contract that isn't counted.
 */
export async function isContractRunning(workspaceId: string, tx: Tx = db(), besides?: string): Promise<boolean> {
  const { mode } = env().payments;
  const underWay = { some: { status: 'processing', providerStatus: 'processing' } } as const;
  const running = await tx.subscription.findMany({
    where: {
      ...{ workspaceId, mode, duplicateOf: null, ...(besides === undefined ? {} : { id: { not: besides } }) },
      OR: [{ status: { in: [...LIVE] } }, { status: 'pending', payments: underWay }],
    },
    select: { origin: true, provider: true, externalId: true, priceExternalId: true },
  });
  if (running.some(({ origin }) => origin !== 'foreign')) return true;
  if (running.length === 0) return false;
  const foreign = running.map(({ origin: _, ...contract }) => contract);
  return (await tx.adoptedContract.count({ where: { mode, OR: foreign } })) > 0;
}
