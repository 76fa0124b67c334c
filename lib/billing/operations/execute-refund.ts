import { z } from 'zod';
import { db, type Tx } from '@/lib/db';
import type { Operation } from '@/lib/generated/prisma/client';
import { raiseAlert } from '../ledger/alerts';
import { sync } from '../ledger/sync';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from '../providers/errors';
import type { ProviderDriver } from '../providers/provider';
import { expectedOf } from './expected';
import { conclude, keepUnknown, succeed } from './finish';
import { verdictOf } from './verdict';

const minor = z.string().transform(BigInt);
const ofPayment = z.object({
  paymentExternalId: z.string(),
  endsSubscription: z.string().nullable().default(null),
  share: z
    .object({
      amount: minor.nullable(),
      items: z.array(z.object({ id: z.string(), amount: minor })),
      reason: z.string().nullable(),
    })
    .optional(),
});

/** Refunds a payment once, and ends its subscription only after the refund is accepted. */
export async function sendRefund(operation: Operation, to: ProviderDriver): Promise<void> {
  const { paymentExternalId, share } = ofPayment.parse(operation.params);
  const { externalId } = await to.refundPayment(paymentExternalId, operation.id, share);
  await accepted(operation, to, externalId);
}

/**
 * Looks up whether a refund with an unknown outcome exists, by the operation's id on it; if so, continues there. That it
 * doesn't is concluded in a sync of its payment, which plans it again if it's still needed.
 */
export async function lookUpRefund(operation: Operation, to: ProviderDriver): Promise<void> {
  const { paymentExternalId: id } = ofPayment.parse(operation.params);
  const seen = await to.fetch({ kind: 'payment', id });
  const customer = seen.kind === 'payment' ? seen.payment.customerExternalId : null;
  const since = operation.sentAt ?? operation.createdAt;
  const found = customer === null ? null : await to.findRefund(id, customer, operation.id, since);
  if (found !== null) return accepted(operation, to, found);
  const begin = (tx: Tx) => conclude(tx, operation, { state: 'absent' }, true);
  await sync(to.name, { kind: 'payment', id }, { cause: `operation:${operation.id}`, begin });
}

/** The refund is on its way: end its subscription, then sync the ledger. No failure from here on means "not sent". */
async function accepted(operation: Operation, to: ProviderDriver, externalId: string): Promise<void> {
  const { paymentExternalId, endsSubscription } = ofPayment.parse(operation.params);
  const cause = `operation:${operation.id}`;
  const finish = (tx: Tx) => succeed(tx, operation, { externalId });
  try {
    if (endsSubscription === null || !(await end(operation, to, endsSubscription))) {
      await sync(to.name, { kind: 'payment', id: paymentExternalId }, { cause, begin: finish });
      return;
    }
    await sync(to.name, { kind: 'payment', id: paymentExternalId }, { cause });
    await sync(
      to.name,
      { kind: 'subscription', id: endsSubscription },
      {
        cause,
        begin: async (tx, snapshot) => {
          const verdict = verdictOf({ ...operation, kind: 'cancel' }, snapshot);
          return verdict.state === 'done' ? finish(tx) : keepUnknown(tx, operation, 'refunded, not ended yet');
        },
      },
    );
  } catch (cause) {
    if (!(cause instanceof ProviderUnavailable || cause instanceof ProviderRefused)) throw cause;
    throw new ProviderUnknown(`refunded, but a later step failed: ${cause.message}`, { cause });
  }
}

/**
 * Ends the contract that the refund closes, unless the contract has changed since: then it stays, and an alert is
 * raised. Safe to repeat. Returns false if it stays.
 */
async function end(operation: Operation, to: ProviderDriver, subscriptionExternalId: string): Promise<boolean> {
  const seen = await to.fetch({ kind: 'subscription', id: subscriptionExternalId });
  const shown = expectedOf(operation).contract;
  const moved =
    shown != null &&
    seen.kind === 'subscription' &&
    !seen.subscription.items.some(
      (item) => item.priceExternalId === shown.priceExternalId && item.quantity === shown.quantity,
    );
  if (moved) return stays(operation, 'the subscription has changed since');
  try {
    if (seen.kind === 'subscription' && seen.subscription.endedAt === null)
      await to.cancelNow(subscriptionExternalId, operation.id);
    return true;
  } catch (cause) {
    if (!(cause instanceof ProviderRefused)) throw cause;
    return stays(operation, cause.message);
  }
}

async function stays({ id, provider, params }: Operation, why: string): Promise<false> {
  const { endsSubscription } = ofPayment.parse(params);
  const commands = [`cancel ${endsSubscription} in the ${provider} dashboard`];
  const detail = { operationId: id, provider, why, commands };
  await raiseAlert(db(), `refunded-not-ended:${id}`, 'refunded but not ended', detail);
  return false;
}
