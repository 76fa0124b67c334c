import { randomUUID } from 'node:crypto';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Operation, Prisma, Subscription } from '@/lib/generated/prisma/client';
import type { OperationKind } from './ledger/operation';
import { runOperation } from './operations';
import { lockUser } from './ticket';
import type { Provider } from './types';

/** The subscription a customer acts on: the one that holds the slot. Raises billing/no-subscription (409). */
export async function heldSubscription(userId: string): Promise<Subscription> {
  const { mode } = env().world;
  const held = await db().subscription.findFirst({ where: { userId, mode, holdsSlot: true } });
  if (held === null) throw appError('billing/no-subscription');
  return held;
}

export interface Act {
  readonly userId: string;
  readonly provider: Provider;
  readonly kind: OperationKind;
  /** Names what is being done to what; a second click while the first is under way finds the same operation. */
  readonly key: string;
  readonly params: Prisma.InputJsonObject;
  /** `user:<id>`, `admin:<id>`: who wanted it, for the record. */
  readonly actor: string;
}

/**
 * Writes down what somebody asks for (after `check`, under the user's lock), sends it, and waits for what comes of it.
 * Null: the same is under way already, asked for by another click.
 */
export async function ask(wanted: Act, check?: (tx: Tx, id: string) => Promise<void>): Promise<Operation | null> {
  const { mode } = env().world;
  const id = randomUUID();
  const { count } = await db().$transaction(async (tx) => {
    await lockUser(tx, wanted.userId);
    await check?.(tx, id);
    return tx.operation.createMany({ data: [{ id, mode, ...wanted }], skipDuplicates: true });
  });
  return count === 0 ? null : ((await runOperation(id)) ?? db().operation.findUniqueOrThrow({ where: { id } }));
}

/**
 * Does what somebody asks for and returns what the provider gave. A definite refusal raises billing/provider-refused
 * (502); an outcome nobody knows yet, or a second click meanwhile, raises billing/in-progress (409): it is looked up and
 * finished by the jobs.
 */
export async function act(wanted: Act, check?: (tx: Tx) => Promise<void>): Promise<Prisma.JsonValue> {
  return conclude(await ask(wanted, check));
}

function conclude(done: Operation | null): Prisma.JsonValue {
  switch (done?.status) {
    case 'succeeded':
      return done.result;
    case 'refused':
      throw appError('billing/provider-refused');
    case 'planned':
      throw appError('billing/provider-unavailable');
    default:
      throw appError('billing/in-progress');
  }
}
