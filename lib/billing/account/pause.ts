import { businessNow } from '@/lib/clock';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { planNameOf } from '../catalog/plans';
import { actOnContract } from '../operations/act-on-contract';
import { contractShown } from '../operations/contract-shown';
import { currentSubscription } from '../operations/request';
import { type ShownTerms, signContract, signTerms, toDue, verifyTerms } from '../operations/shown-terms';
import { driver } from '../providers';
import type { Provider } from '../types';

export interface PauseTerms {
  readonly plan: string;
  /** Immediately, keeping the remaining time for later, or when the paid period ends. */
  readonly begins: 'now' | 'period_end';
  readonly paidUntil: Date | null;
  /** Sent back with the confirmation: these terms, sealed. */
  readonly terms: string;
}

export interface ResumeTerms {
  readonly plan: string;
  /** Minor units, charged now. */
  readonly dueNow: bigint;
  readonly currency: string;
  readonly provider: Provider;
  /** Minor units of every later period. */
  readonly amount: bigint;
  /** Time that was kept, in whole days; null where none is. */
  readonly daysLeft: number | null;
  /** Sent back with the confirmation: these terms, sealed. */
  readonly terms: string;
}

type Pausable = Pick<Subscription, 'status' | 'cancelAt' | 'pendingAt' | 'pausesAt'>;
const DAY = 86_400_000;

/** Whether a subscription may be paused: it is paid and nothing else is planned for it. */
export function isPausable({ status, cancelAt, pendingAt, pausesAt }: Pausable): boolean {
  return status === 'active' && cancelAt === null && pendingAt === null && pausesAt === null;
}

/** What a pause means. Raises billing/no-subscription or billing/not-changeable (409). */
export async function pauseTerms(workspaceId: string): Promise<PauseTerms> {
  const held = await currentSubscription(workspaceId);
  if (!isPausable(held)) throw appError('billing/not-changeable');
  return {
    ...{ plan: nameOf(held), begins: driver(held.provider).pauseBegins, paidUntil: held.paidUntil },
    terms: signContract(held, 'pause', await businessNow()),
  };
}

/**
 * Pauses as the page showed, or, with null, as the ledger says. Raises billing/no-subscription, billing/not-changeable,
 * billing/preview-expired or billing/in-progress (409).
 */
export async function pauseSubscription(actor: Actor, shown: string | null = null): Promise<void> {
  const held = await currentSubscription(actor.workspaceId);
  if (!isPausable(held)) throw appError('billing/not-changeable');
  const terms = shown === null ? null : verifyTerms(shown, actor.workspaceId, 'pause', await businessNow());
  await actOnContract(held, 'pause', { actor: actorName(actor), terms });
}

/** What resuming costs, to the cent. Raises billing/no-subscription or billing/not-changeable (409). */
export async function resumeTerms(workspaceId: string): Promise<ResumeTerms> {
  const held = await currentSubscription(workspaceId);
  const now = await businessNow();
  const due = await preview(held);
  const { dueNow, currency } = due;
  const kept = driver(held.provider).pauseBegins === 'now' && held.status === 'paused';
  const from = held.pausedAt ?? now;
  const left = held.paidUntil === null ? 0 : (held.paidUntil.getTime() - from.getTime()) / DAY;
  return {
    ...{ plan: nameOf(held), dueNow, currency, amount: held.amount, provider: held.provider },
    daysLeft: kept ? Math.max(0, Math.floor(left)) : null,
    terms: signTerms({
      ...{ workspaceId, act: 'resume', shownAt: now.toISOString(), contract: contractShown(held) },
      ...{ due: toDue(due), to: null },
    }),
  };
}

/**
 * Ends a pause, or cancels one that hasn't begun. `shown` is what the page sealed; null only cancels, which costs
 * nothing, and never ends a pause. Raises billing/preview-expired (409) when it would be something else by now,
 * billing/provider-refused (502), and still paused, when the card is declined.
 */
export async function resumeSubscription(actor: Actor, shown: string | null): Promise<void> {
  const held = await currentSubscription(actor.workspaceId);
  if (!isResumable(held)) throw appError('billing/not-changeable');
  if (shown === null && held.status === 'paused') throw appError('billing/preview-expired');
  const now = await businessNow();
  await actOnContract(held, 'resume', {
    actor: actorName(actor),
    terms: shown === null ? forNothing(held, now) : verifyTerms(shown, actor.workspaceId, 'resume', now),
  });
}

/** Nothing is due for taking back a pause that has not begun; if it turns out otherwise, nothing is sent. */
function forNothing(held: Subscription, now: Date): ShownTerms {
  const { workspaceId, currency } = held;
  const due = { amount: '0', credit: '0', currency };
  return { workspaceId, act: 'resume', shownAt: now.toISOString(), contract: contractShown(held), due, to: null };
}

function isResumable({ status, pausesAt }: Subscription): boolean {
  return status === 'paused' || pausesAt !== null;
}

async function preview(held: Subscription) {
  if (!isResumable(held)) throw appError('billing/not-changeable');
  return driver(held.provider)
    .previewResume(held.externalId)
    .catch((cause: unknown) => {
      log().error({ err: cause, subscription: held.id }, 'resumption not previewed');
      throw appError('billing/provider-unavailable', { cause });
    });
}

function nameOf({ sku }: Subscription): string {
  return planNameOf(sku);
}
