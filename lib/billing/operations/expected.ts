import { z } from 'zod';
import type { Tx } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import { type DisputeBlock, disputeBlock } from '../access/dispute-block';
import { givenBackOf } from '../access/payment-standing';
import type { Mode, Provider } from '../types';
import { contractShown, contractShownSchema, isSameContract } from './contract-shown';

const because = z.enum([
  'second-trial',
  'duplicate',
  'account-deleted',
  'second-lifetime',
  'lifetime',
  'unpaid',
  'refunded',
  'charged-back',
  'ended',
  'new-method',
]);

const moment = z.iso.datetime().transform((at) => new Date(at));

/** What `Operation.expected` holds. */
const stored = z.object({
  /** Business time of the request: payments collected since then belong to it. */
  askedAt: moment.optional(),
  /** Business time at which the amounts were shown. */
  shownAt: moment.optional(),
  /** Null: the contract's state doesn't matter. */
  contract: contractShownSchema.nullish(),
  due: z.object({ amount: z.string(), credit: z.string(), currency: z.string() }).nullish(),
  /** Minor units of the payment refunded by then. */
  refunded: z.string().optional(),
  /** The reason the system acts. */
  because: because.optional(),
});
export type Expected = z.infer<typeof stored>;

export function expectedOf({ expected }: Pick<Operation, 'expected'>): Expected {
  return stored.parse(expected ?? {});
}

interface Subjects {
  readonly subscriptionExternalId: string | null;
  readonly paymentExternalId: string | null;
}

const named = z.object({
  subscriptionExternalId: z.string().optional(),
  paymentExternalId: z.string().optional(),
  endsSubscription: z.string().nullable().optional(),
});

/** The provider objects that an operation affects, by external id. */
export function subjectsOf(params: unknown): Subjects {
  const { subscriptionExternalId, paymentExternalId, endsSubscription } = named.parse(params);
  return {
    subscriptionExternalId: subscriptionExternalId ?? endsSubscription ?? null,
    paymentExternalId: paymentExternalId ?? null,
  };
}

interface Asked {
  readonly provider: Provider;
  readonly mode: Mode;
  readonly params: unknown;
}

/** The state a decision is based on, from the current ledger; what the customer was shown takes precedence. */
export async function expectNow(
  tx: Tx,
  asked: Asked,
  askedAt: Date,
  shown: Prisma.InputJsonObject,
): Promise<Prisma.InputJsonObject> {
  const { contract, refunded } = await worldOf(tx, asked);
  return {
    askedAt: askedAt.toISOString(),
    ...(contract === null ? {} : { contract }),
    ...(refunded === null ? {} : { refunded }),
    ...shown,
  };
}

/** Whether the state that an operation was requested on still holds in the ledger. */
export async function isAsExpected(tx: Tx, operation: Operation): Promise<boolean> {
  const expected = expectedOf(operation);
  const { contract, refunded } = await worldOf(tx, operation);
  if (expected.contract != null && (contract === null || !isSameContract(expected.contract, contract))) return false;
  return expected.refunded === undefined || expected.refunded === refunded;
}

/** The dispute that forbids refunding an operation's payment, in the ledger; null when none does. */
export async function disputeOf(tx: Tx, { provider, mode, params }: Asked): Promise<DisputeBlock | null> {
  const externalId = subjectsOf(params).paymentExternalId ?? '';
  const where = { payment: { provider, mode, externalId } };
  return disputeBlock(await tx.dispute.findMany({ where, select: { status: true } }));
}

async function worldOf(tx: Tx, { provider, mode, params }: Asked) {
  const { subscriptionExternalId, paymentExternalId } = subjectsOf(params);
  const key = (externalId: string) => ({ provider_mode_externalId: { provider, mode, externalId } });
  const subscription =
    subscriptionExternalId === null ? null : await tx.subscription.findUnique({ where: key(subscriptionExternalId) });
  const payment =
    paymentExternalId === null
      ? null
      : await tx.payment.findUnique({ where: key(paymentExternalId), include: { refunds: true } });
  return {
    contract: subscription === null ? null : contractShown(subscription),
    refunded: payment === null ? null : String(givenBackOf(payment)),
  };
}
