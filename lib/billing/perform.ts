import { z } from 'zod';
import { db } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import { driver } from './providers';
import type { ProviderDriver } from './providers/contract';
import { sync } from './sync';

const ofSubscription = z.object({ subscriptionExternalId: z.string() });
const ofPayment = z.object({ paymentExternalId: z.string() });
const ofUser = z.object({ email: z.string(), name: z.string().nullable() });

/** "It did not happen" is believed only after this many look-ups that found nothing, each after a pause. */
const LOOKUPS_BEFORE_REPEAT = 2;

/**
 * Asks the provider for what an operation says. `uncertain`: it may have been sent before. Cancelling twice is
 * harmless and Stripe's idempotency key makes the rest so; at Dodo a refund is looked up before it is repeated.
 */
export async function perform(
  operation: Operation,
  uncertain: boolean,
): Promise<Prisma.InputJsonObject | 'look again'> {
  const to = driver(operation.provider);
  switch (operation.kind) {
    case 'customer': {
      const { email, name } = ofUser.parse(operation.params);
      return to.createCustomer({ operationId: operation.id, userId: operation.userId, email, name });
    }
    case 'cancel': {
      const { subscriptionExternalId: id } = ofSubscription.parse(operation.params);
      await to.cancelNow(id, operation.id);
      await sync(to.name, { kind: 'subscription', id }, { cause: `operation:${operation.id}` });
      return {};
    }
    case 'schedule-cancel': {
      const { subscriptionExternalId: id } = ofSubscription.parse(operation.params);
      await to.scheduleCancel(id, operation.id);
      await sync(to.name, { kind: 'subscription', id }, { cause: `operation:${operation.id}` });
      return {};
    }
    case 'refund':
      return refund(operation, to, uncertain);
    default:
      throw new Error(`No such operation: ${operation.kind}`);
  }
}

async function refund(
  operation: Operation,
  to: ProviderDriver,
  uncertain: boolean,
): Promise<Prisma.InputJsonObject | 'look again'> {
  const { paymentExternalId: id } = ofPayment.parse(operation.params);
  const found = uncertain && to.name === 'dodo' ? await lookUp(operation, to, id) : null;
  if (found === 'look again') return found;
  const externalId = found ?? (await to.refundPayment(id, operation.id)).externalId;
  await sync(to.name, { kind: 'payment', id }, { cause: `operation:${operation.id}` });
  return { externalId };
}

async function lookUp(
  operation: Operation,
  to: ProviderDriver,
  paymentId: string,
): Promise<string | null | 'look again'> {
  const customer = await db().customer.findFirst({
    where: { userId: operation.userId, provider: operation.provider, mode: operation.mode },
    select: { externalId: true },
    orderBy: { createdAt: 'desc' },
  });
  if (customer === null) return null;
  const since = operation.sentAt ?? operation.createdAt;
  const found = await to.findRefund(paymentId, customer.externalId, operation.id, since);
  if (found !== null || operation.absentSeen >= LOOKUPS_BEFORE_REPEAT) return found;
  await db().operation.update({ where: { id: operation.id }, data: { absentSeen: { increment: 1 } } });
  return 'look again';
}
