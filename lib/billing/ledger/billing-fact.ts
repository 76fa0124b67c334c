import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import type { LedgerContext } from './context';

const plan = z.object({ sku: z.string().nullable(), quantity: z.number() });
const subscription = plan.extend({ subscriptionId: z.string(), externalId: z.string(), status: z.string() });
/** Minor units; a string in the database because JSON has no bigint. */
const minorUnits = z.string().transform(BigInt);
const money = { amount: minorUnits, currency: z.string() };
const payment = plan.extend({
  ...money,
  paymentId: z.string(),
  externalId: z.string(),
  subscriptionId: z.string().nullable(),
});

/** The data of each kind of fact. No personal data: the customer's name and email are looked up when an effect runs. */
export const FACTS = {
  'subscription.started': subscription.extend({ trialing: z.boolean() }),
  'subscription.ended': subscription.extend({ endReason: z.string().nullable() }),
  'subscription.plan_changed': subscription.extend({ from: plan, to: plan }),
  'payment.succeeded': payment.extend({ tax: minorUnits }),
  'payment.failed': payment.extend({ failureCode: z.string().nullable() }),
  'payment.refunded': payment.extend({ refundId: z.string(), refundExternalId: z.string() }),
  'dispute.opened': payment.extend({
    ...{ disputeId: z.string(), disputeExternalId: z.string() },
    ...{ reason: z.string().nullable(), evidenceDueAt: z.iso.datetime().nullable() },
  }),
  'credits.granted': z.object({ sku: z.string(), credits: z.number(), paymentId: z.string(), externalId: z.string() }),
} as const;

export type FactType = keyof typeof FACTS;
export type FactData = { readonly [T in FactType]: Readonly<z.output<(typeof FACTS)[T]>> };

export function isFactType(type: string): type is FactType {
  return Object.hasOwn(FACTS, type);
}

/**
 * Records a fact in the transaction that observed it. `name` is the provider's id for it: with the type it forms the
 * fact's unique key, so a fact seen again or rebuilt from the provider is recorded once. Effects run after the commit.
 */
export function recordFact<T extends FactType>(
  { provider, mode, now, journal }: LedgerContext,
  type: T,
  name: string,
  data: FactData[T],
  occurredAt: Date = now,
): void {
  const key = `${type}:${provider}:${mode}:${name}`;
  journal.facts.push({ id: newId(), type, key, data: toStored(data), occurredAt });
}

function toStored(data: object): Prisma.InputJsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, typeof value === 'bigint' ? String(value) : value]),
  );
}
