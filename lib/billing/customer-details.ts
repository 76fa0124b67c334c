import { randomUUID } from 'node:crypto';
import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { runOperation } from './operations';

/** Plans to tell every provider a changed address or name, in the transaction that changes it. Returns what to send. */
export async function planDetails(tx: Tx, userId: string): Promise<string[]> {
  const { mode } = env().world;
  const customers = await tx.customer.findMany({ where: { userId, mode, retiredAt: null } });
  const planned = customers.map(({ provider, externalId }) => {
    const id = randomUUID();
    // Each change is told: one still under way may have been sent before this one.
    const key = `customer-details:${id}`;
    const params = { customerExternalId: externalId };
    return { id, userId, provider, mode, kind: 'customer-details', key, params, actor: `user:${userId}` };
  });
  await tx.operation.createMany({ data: planned });
  return planned.map(({ id }) => id);
}

/** Sends them now. One that fails is tried again by the jobs and keeps nobody waiting. */
export async function sendDetails(operationIds: readonly string[]): Promise<void> {
  for (const id of operationIds)
    await runOperation(id).catch((error: unknown) => log().error({ err: error, operation: id }, 'details not sent'));
}
