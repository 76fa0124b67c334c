import { isDeepStrictEqual } from 'node:util';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Operation, Prisma, Subscription } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import { operationSubject } from '../ledger/operation-subject';
import type { OperationKind } from '../ledger/plan-operation';
import { lockUser, underLock } from '../lock';
import type { Provider } from '../types';
import { assertMaySend } from './circuit';
import { supersede } from './claim';
import { expectNow } from './expected';
import { operationNow } from './finish';
import { runOperation } from './run';

/** The subscription a customer acts on: the one that holds the slot. Raises billing/no-subscription (409). */
export async function currentSubscription(userId: string): Promise<Subscription> {
  const { mode } = env().world;
  const held = await db().subscription.findFirst({ where: { userId, mode, holdsSlot: true } });
  if (held === null) throw appError('billing/no-subscription');
  return held;
}

export interface OperationRequest {
  readonly userId: string;
  readonly provider: Provider;
  readonly kind: OperationKind;
  /** Names what is being done to what. */
  readonly key: string;
  readonly params: Prisma.InputJsonObject;
  /** `user:<id>`, `admin:<id>`: who wanted it, for the record. */
  readonly actor: string;
  /** What the person was shown, beside the state of the ledger; see `Expected`. */
  readonly shown?: Prisma.InputJsonObject;
}

/**
 * Writes down what somebody asks for (after `check`, under the user's lock), sends it while they wait, and returns what
 * became of it. What was not sent yet on the same subject is withdrawn; while something may have been sent, this raises
 * billing/in-progress (409) before anything is decided. A refund asked for again before its outcome was known is the
 * same refund: its outcome is returned, and another amount has to be asked for again now that it is known. Null: the
 * same is under way already, by another click. Raises billing/actions-off or billing/provider-unavailable (503) when
 * nothing may be sent.
 */
export async function requestOperation(
  { shown = {}, ...wanted }: OperationRequest,
  check?: (tx: Tx, id: string) => Promise<void>,
): Promise<Operation | null> {
  const { mode } = env().world;
  await assertMaySend(wanted.provider);
  const open = await lookAtUnknown(await operationSubject(db(), { ...wanted, mode }));
  if (open?.status === 'succeeded' && open.kind === 'refund' && wanted.kind === 'refund') {
    if (isSameWish(open, wanted)) return open;
    throw appError('billing/in-progress');
  }
  const id = newId();
  const askedAt = await businessNow();
  const { count } = await underLock(async (tx) => {
    await lockUser(tx, wanted.userId);
    const subject = await operationSubject(tx, { ...wanted, mode });
    if (subject !== null && !(await supersede(tx, subject))) throw appError('billing/in-progress');
    await check?.(tx, id);
    const expected = await expectNow(tx, { ...wanted, mode }, askedAt, shown);
    return tx.operation.createMany({ data: [{ id, mode, subject, expected, ...wanted }], skipDuplicates: true });
  });
  return count === 0 ? null : ((await runOperation(id)) ?? operationNow(id));
}

function isSameWish(open: Operation, { key, params }: OperationRequest): boolean {
  return open.key === key && isDeepStrictEqual(open.params, params);
}

/**
 * Something asked for earlier whose outcome is unknown keeps this person waiting: it is looked up now, instead of with
 * the next round of the jobs. Only while no look-up has missed it, so that clicking often concludes nothing sooner.
 * Returns what became of it.
 */
async function lookAtUnknown(subject: string | null): Promise<Operation | null> {
  if (subject === null) return null;
  const open = await db().operation.findFirst({
    where: { subject, status: 'unknown', absentSeen: 0 },
    select: { id: true },
  });
  return open === null ? null : runOperation(open.id, { eager: true });
}

/**
 * Does what somebody asks for and returns what the provider gave. A definite refusal raises billing/provider-refused
 * (502); what certainly did not happen billing/provider-unavailable (503), and it will not happen later; a world that
 * moved meanwhile billing/preview-expired (409); a charge the bank asks the customer to confirm
 * billing/confirmation-required (409); an outcome nobody knows yet, or a second click meanwhile,
 * billing/in-progress (409): it is looked up by the jobs.
 */
export async function runOperationNow(
  wanted: OperationRequest,
  check?: (tx: Tx, id: string) => Promise<void>,
): Promise<Prisma.JsonValue> {
  const done = await requestOperation(wanted, check);
  switch (done?.status) {
    case 'succeeded':
      return done.result;
    case 'refused':
      throw appError('billing/provider-refused');
    case 'planned':
    case 'withdrawn':
      throw appError('billing/provider-unavailable');
    case 'stale':
      throw appError('billing/preview-expired');
    default:
      throw appError(asksCustomer(done) ? 'billing/confirmation-required' : 'billing/in-progress');
  }
}

/** Whether the bank asks the customer to confirm the charge before it happens. */
function asksCustomer(operation: Operation | null): boolean {
  const { result } = operation ?? NONE;
  return typeof result === 'object' && result !== null && 'awaitsCustomer' in result;
}

const NONE = { result: null };
