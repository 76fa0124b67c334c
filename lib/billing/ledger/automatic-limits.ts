import { z } from 'zod';
import type { Tx } from '@/lib/db';
import { DISPUTE_MESSAGES, disputeBlock } from '../access/dispute-block';
import type { Mode, Provider } from '../types';
import { raiseAlert } from './alerts';
import type { OperationKind } from './plan-operation';

/** In ms of business time: only an operator refunds payments older than this. */
const REFUND_AGE = 2 * 86_400_000;

/** Operations that end or refund something at the provider: the system does these only within limits. */
const LIMITED: readonly string[] = ['cancel', 'schedule-cancel', 'refund', 'void-invoice'] satisfies OperationKind[];

const named = z.object({
  subscriptionExternalId: z.string().optional(),
  paymentExternalId: z.string().optional(),
  endsSubscription: z.string().nullable().optional(),
});

interface Automatic {
  readonly provider: Provider;
  readonly mode: Mode;
  readonly kind: string;
  readonly key: string;
  readonly params: unknown;
}

/**
 * Why the system must not do this automatically, or null if it may: it ends only what our own checkout sold and refunds
 * only payments that aren't disputed and are less than two days old. Read under the owner's lock or right after a fresh sync.
 */
export async function whyHeld(tx: Tx, { provider, mode, kind, params }: Automatic, now: Date): Promise<string | null> {
  if (!LIMITED.includes(kind)) return null;
  const { subscriptionExternalId, paymentExternalId, endsSubscription } = named.parse(params);
  const key = (externalId: string) => ({ provider_mode_externalId: { provider, mode, externalId } });
  for (const externalId of [subscriptionExternalId, endsSubscription]) {
    if (externalId == null) continue;
    const { origin } = await tx.subscription.findUniqueOrThrow({ where: key(externalId), select: { origin: true } });
    if (origin !== 'checkout') return 'our checkout didn’t create this subscription';
  }
  if (kind !== 'refund') return null;
  const payment = await tx.payment.findUniqueOrThrow({
    where: key(paymentExternalId ?? ''),
    select: {
      ...{ paidAt: true, createdAt: true, checkoutId: true, disputes: { select: { status: true } } },
      subscription: { select: { origin: true } },
    },
  });
  const disputed = disputeBlock(payment.disputes);
  if (disputed !== null) return DISPUTE_MESSAGES[disputed];
  const ours = payment.subscription === null ? payment.checkoutId !== null : payment.subscription.origin === 'checkout';
  if (!ours) return 'our checkout didn’t sell this';
  const age = now.getTime() - (payment.paidAt ?? payment.createdAt).getTime();
  return age > REFUND_AGE ? 'the payment is older than two days' : null;
}

/** Names the alert about an operation that is held. */
export const heldKey = (operationKey: string): string => `held:${operationKey}`;

/** Raises an alert, once per fact, for what the system won't do automatically, with the commands that do it. */
export async function alertHeld(tx: Tx, { provider, kind, key, params }: Automatic, why: string): Promise<void> {
  const { subscriptionExternalId, paymentExternalId, endsSubscription } = named.parse(params);
  const ending = subscriptionExternalId ?? endsSubscription ?? null;
  const commands = [
    ...(paymentExternalId === undefined ? [] : [`npm run billing:refund -- ${paymentExternalId}`]),
    ...(ending === null ? [] : [`cancel ${ending} in the ${provider} dashboard`]),
  ];
  await raiseAlert(tx, heldKey(key), 'needs a person', { provider, operation: kind, key, why, commands });
}
