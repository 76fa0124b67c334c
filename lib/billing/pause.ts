import { businessNow } from '@/lib/clock';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { act, heldSubscription } from './act';
import { PLANS, planOf } from './plans';
import { driver } from './providers';

export interface PauseTerms {
  readonly plan: string;
  /** At once, with the time left kept for later, or when what is paid has been used. */
  readonly begins: 'now' | 'period_end';
  readonly paidUntil: Date | null;
}

export interface ResumeTerms {
  readonly plan: string;
  /** Minor units, charged at once. */
  readonly dueNow: bigint;
  readonly currency: string;
  /** Minor units of every later period. */
  readonly amount: bigint;
  /** Time that was kept, in whole days; null where none is. */
  readonly daysLeft: number | null;
}

type Pausable = Pick<Subscription, 'status' | 'cancelAt' | 'pendingAt' | 'pausesAt'>;
const DAY = 86_400_000;

/** Whether a subscription may be paused: it is paid and nothing else is planned for it. */
export function isPausable({ status, cancelAt, pendingAt, pausesAt }: Pausable): boolean {
  return status === 'active' && cancelAt === null && pendingAt === null && pausesAt === null;
}

/** What a pause means. Raises billing/no-subscription or billing/not-changeable (409). */
export async function pauseTerms(userId: string): Promise<PauseTerms> {
  const held = await heldSubscription(userId);
  if (!isPausable(held)) throw appError('billing/not-changeable');
  return { plan: nameOf(held), begins: driver(held.provider).pauseBegins, paidUntil: held.paidUntil };
}

/** Raises billing/no-subscription or billing/not-changeable (409). */
export async function pauseSubscription(userId: string): Promise<void> {
  const held = await heldSubscription(userId);
  if (!isPausable(held)) throw appError('billing/not-changeable');
  await ask(held, 'pause');
}

/** What going on means, to the cent. Raises billing/no-subscription or billing/not-changeable (409). */
export async function resumeTerms(userId: string): Promise<ResumeTerms> {
  const held = await heldSubscription(userId);
  const { dueNow, currency } = await preview(held);
  const kept = driver(held.provider).pauseBegins === 'now' && held.status === 'paused';
  const from = held.pausedAt ?? (await businessNow());
  const left = held.paidUntil === null ? 0 : (held.paidUntil.getTime() - from.getTime()) / DAY;
  return {
    ...{ plan: nameOf(held), dueNow, currency, amount: held.amount },
    daysLeft: kept ? Math.max(0, Math.floor(left)) : null,
  };
}

/**
 * Ends a pause, or takes one back that has not begun. `shown` is what the customer was told it charges, in minor units.
 * Raises billing/preview-expired (409) when it would be something else by now, billing/provider-refused (502), and still
 * paused, when the card is declined.
 */
export async function resumeSubscription(userId: string, shown: bigint): Promise<void> {
  const held = await heldSubscription(userId);
  const { dueNow } = await preview(held);
  if (dueNow !== shown) throw appError('billing/preview-expired');
  await ask(held, 'resume');
}

async function preview(held: Subscription) {
  if (held.status !== 'paused' && held.pausesAt === null) throw appError('billing/not-changeable');
  return driver(held.provider)
    .previewResume(held.externalId)
    .catch((cause: unknown) => {
      log().error({ err: cause, subscription: held.id }, 'resumption not previewed');
      throw appError('billing/provider-unavailable', { cause });
    });
}

async function ask({ id, userId, provider, externalId }: Subscription, kind: 'pause' | 'resume'): Promise<void> {
  const params = { subscriptionExternalId: externalId };
  await act({ userId, provider, kind, key: `${kind}:${id}`, params, actor: `user:${userId}` });
}

function nameOf({ sku }: Subscription): string {
  return PLANS[planOf(sku) ?? 'free'].name;
}
