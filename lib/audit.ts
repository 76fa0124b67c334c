import 'server-only';
import { db, type Tx } from './db';
import type { Prisma } from './generated/prisma/client';

interface Entry {
  /** Who did it: a user's id, `command line`, `sandbox` or `system`. */
  readonly actor: string;
  /** What was done, in the past: `payment.refunded`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly target: string;
  readonly detail?: Prisma.InputJsonObject;
}

/** Writes down who did what; inside the transaction of the deed where there is one. */
export async function audit({ detail = {}, ...entry }: Entry, tx: Tx = db()): Promise<void> {
  await tx.auditLog.create({ data: { ...entry, detail } });
}
