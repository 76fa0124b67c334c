import 'server-only';
import { db, type Tx } from './db';
import { AppError } from './errors';
import type { Prisma } from './generated/prisma/client';
import { requestId } from './log';

interface Entry {
  /** Who did it: `user:<id>`, `anonymous`, `command line`, `sandbox`, or `system`. */
  readonly actor: string;
  /** What was done, in the past tense: `payment.refunded`. */
  readonly action: string;
  /** Id of the affected object. */
  readonly target: string;
  readonly detail?: Prisma.InputJsonObject;
}

/** Actions recorded only for security; deleted after a while (lib/cleanup.ts). */
export const SECURITY_EVENTS = [
  'sign-in.succeeded',
  'sign-in.failed',
  'access.denied',
  'rate-limit.reached',
  'webhook.refused',
] as const;

/** Writes an audit log entry with the request's id. Pass the action's transaction, if there is one. */
export async function audit({ detail = {}, ...entry }: Entry, tx: Tx = db()): Promise<void> {
  const id = requestId();
  await tx.auditLog.create({ data: { ...entry, detail: id === null ? detail : { ...detail, requestId: id } } });
}

/**
 * Does what a user asks for and writes down `<action>.requested`, or `<action>.refused` with the code of the expected
 * error it raises. What is under way already counts as requested.
 */
export async function audited<T>(
  { userId, action, target }: { userId: string; action: string; target: string },
  work: () => Promise<T>,
): Promise<T> {
  const actor = `user:${userId}`;
  try {
    const result = await work();
    await audit({ actor, action: `${action}.requested`, target });
    return result;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const outcome = error.code === 'billing/in-progress' ? 'requested' : 'refused';
    await audit({ actor, action: `${action}.${outcome}`, target, detail: { reason: error.code } });
    throw error;
  }
}
