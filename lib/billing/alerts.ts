import type { Tx } from '@/lib/db';
import type { Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';

/** Puts something before a person, once for each key. Never stops what raised it. */
export async function raiseAlert(tx: Tx, key: string, kind: string, detail: Prisma.InputJsonObject): Promise<void> {
  const { count } = await tx.alert.createMany({ data: [{ key, kind, detail }], skipDuplicates: true });
  if (count === 1) log().warn({ alert: key, ...detail }, kind);
}
