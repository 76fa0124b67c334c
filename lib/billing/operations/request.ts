import { isDeepStrictEqual } from 'node:util';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Operation, Prisma, Subscription } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import { operationSubject } from '../ledger/operation-subject';
import type { OperationKind } from '../ledger/plan-operation';
import { lockWorkspace, underLock } from '../lock';
import type { Provider } from '../types';
import { assertMaySend } from './circuit';
import { isSuperseded, supersede } from './claim';
import { expectNow } from './expected';
import { operationNow } from './finish';
import { runOperation } from './run';

/** The subscription a customer's actions apply to: the current one. Throws billing/no-subscription (409). */
export async function currentSubscription(workspaceId: string): Promise<Subscription> {
  const { mode } = env().payments;
  const held = await db().subscription.findFirst({ where: { workspaceId, mode, isCurrent: true } });
  if (held === null) throw appError('billing/no-subscription');
  return held;
}

export interface OperationRequest {
  readonly workspaceId: string;
  readonly provider: Provider;
  readonly kind: OperationKind;
  /** Identifies the action and its object. */
  readonly key: string;
  readonly params: Prisma.InputJsonObject;
  /** `user:<id>`, `admin:<id>`: who requested it, for the audit log. */
  readonly actor: string;
  /** What the customer was shown, in addition to the ledger's state; see `Expected`. */
  readonly shown?: Prisma.InputJsonObject;
}

/**
 * Records a customer's request (after `check`, under the user's lock), sends it while they wait, and returns the
 * outcome. Unsent operations on the same subject are withdrawn; if one may have been sent, this throws
 * billing/in-progress (409) before anything is decided. Repeating a refund request whose outcome wasn't known yet is
 * the same refund: its outcome is returned, and a different amount must be requested again once it's known. Null: the
 * same operation is already in progress, or another one replaced this before it was sent, from another click. Throws billing/actions-off or billing/provider-unavailable
 * (503) when nothing may be sent.
 */
export async function requestOperation(
  { shown = {}, ...wanted }: OperationRequest,
  check?: (tx: Tx, id: string) => Promise<void>,
): Promise<Operation | null> {
  const { mode } = env().payments;
  await assertMaySend(wanted.provider, wanted.kind);
  const open = await lookAtUnknown(await operationSubject(db(), { ...wanted, mode }));
  if (open?.status === 'succeeded' && open.kind === 'refund' && wanted.kind === 'refund') {
    if (isSameRequest(open, wanted)) return open;
    throw appError('billing/in-progress');
  }
  const id = newId();
  const askedAt = await businessNow();
  const { count } = await underLock(async (tx) => {
    await lockWorkspace(tx, wanted.workspaceId);
    const subject = await operationSubject(tx, { ...wanted, mode });
    if (subject !== null && !(await supersede(tx, subject))) throw appError('billing/in-progress');
    await check?.(tx, id);
    const expected = await expectNow(tx, { ...wanted, mode }, askedAt, shown);
    return tx.operation.createMany({ data: [{ id, mode, subject, expected, ...wanted }], skipDuplicates: true });
  });
  if (count === 0) return null;
  const outcome = (await runOperation(id)) ?? (await operationNow(id));
  return isSuperseded(outcome) ? null : outcome;
}

function isSameRequest(open: Operation, { key, params }: OperationRequest): boolean {
  return open.key === key && isDeepStrictEqual(open.params, params);
}

/**
 * An earlier request with an unknown outcome blocks this one: look it up now instead of waiting for the jobs. Only if
 * no lookup has come up empty yet, so repeated clicks don't lead to a conclusion any sooner. Returns its outcome.
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
 * Performs a customer's request and returns the provider's result. A definite refusal throws billing/provider-refused
 * (502); if it certainly didn't happen (and won't later), billing/provider-unavailable (503); if the state changed in
 * the meantime, billing/preview-expired (409); if the bank requires the customer to confirm the charge,
 * billing/confirmation-required (409); if the outcome isn't known yet, or for a second click in the meantime,
 * billing/in-progress (409): the jobs look it up.
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

/** Whether the bank requires the customer to confirm the charge first. */
function asksCustomer(operation: Operation | null): boolean {
  const { result } = operation ?? NONE;
  return typeof result === 'object' && result !== null && 'awaitsCustomer' in result;
}

const NONE = { result: null };
