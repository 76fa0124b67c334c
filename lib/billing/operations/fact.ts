import type { Tx } from '@/lib/db';
import type { Operation, Payment, Subscription } from '@/lib/generated/prisma/client';
import { disputeBlock } from '../access/dispute-block';
import { givenBackOf } from '../access/payment-standing';
import { whyTakenBack } from '../ledger/end-contract';
import { currentLifetime, lifetimesBefore } from '../ledger/lifetime';
import { isLive } from '../types';
import { expectedOf, subjectsOf } from './expected';

/**
 * Whether the system's reason to act still holds in the ledger, which was just synced: a debt paid in the meantime must
 * not end a subscription, and a payment that was already refunded or charged back isn't refunded again.
 */
export async function stillHolds(tx: Tx, operation: Operation, now: Date): Promise<boolean> {
  const { provider, mode, workspaceId, params, kind } = operation;
  const { subscriptionExternalId, paymentExternalId } = subjectsOf(params);
  const key = (externalId: string) => ({ provider_mode_externalId: { provider, mode, externalId } });
  if (kind === 'refund') {
    const where = key(paymentExternalId ?? '');
    const payment = await tx.payment.findUniqueOrThrow({
      where,
      include: { refunds: true, disputes: true, subscription: true },
    });
    const isKept =
      payment.status === 'succeeded' && givenBackOf(payment) === 0n && disputeBlock(payment.disputes) !== 'lost';
    return isKept && isStillOwed(tx, operation, payment);
  }
  if (subscriptionExternalId === null) return true;
  const contract = await tx.subscription.findUniqueOrThrow({ where: key(subscriptionExternalId) });
  switch (expectedOf(operation).because) {
    case 'unpaid':
      return isOverdue(tx, contract, now);
    case 'duplicate':
      return contract.duplicateOf !== null && isLive(contract.status);
    case 'second-trial':
      return contract.status === 'trialing';
    case 'lifetime':
      return (
        contract.duplicateOf === null &&
        isEndable(contract, kind === 'cancel') &&
        (await currentLifetime({ tx, mode, owner: { workspaceId } })) !== null
      );
    case 'refunded':
    case 'charged-back':
      return isLive(contract.status) && (await whyTakenBack({ tx, now }, contract)) !== null;
    case 'account-deleted':
      return isLive(contract.status);
    default:
      return true;
  }
}

/** Whether the reason to refund a payment still holds: a duplicate may have become the only running subscription. */
async function isStillOwed(
  tx: Tx,
  operation: Operation,
  payment: Payment & { subscription: Subscription | null },
): Promise<boolean> {
  const { subscription } = payment;
  switch (expectedOf(operation).because) {
    case 'duplicate':
      return subscription !== null && subscription.duplicateOf !== null;
    case 'ended':
      return subscription !== null && subscription.status === 'ended';
    case 'second-lifetime':
      return (await lifetimesBefore(tx, payment)) > 0;
    default:
      return true;
  }
}

async function isOverdue(tx: Tx, { id, status }: Subscription, now: Date): Promise<boolean> {
  if (status !== 'past_due' && status !== 'unpaid') return false;
  const where = { subscriptionId: id, state: 'open' as const, exhaustsAt: { lte: now } };
  return (await tx.delinquencyCase.count({ where })) > 0;
}

/** A paid subscription ends at the end of its period, any other ends now. */
function isEndable({ status }: Subscription, atOnce: boolean): boolean {
  return isLive(status) && atOnce === (status !== 'active' && status !== 'trialing');
}
