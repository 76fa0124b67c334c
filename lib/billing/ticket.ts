import { db, type Tx } from '@/lib/db';

/**
 * The next ticket, drawn in a statement of its own before anything is fetched. A row keeps the highest ticket
 * that wrote it, so what was fetched earlier can never overwrite what was fetched later, whatever finishes first.
 */
export async function drawTicket(): Promise<bigint> {
  const [row] = await db().$queryRaw<{ ticket: bigint }[]>`SELECT nextval('sync_ticket') AS ticket`;
  if (row === undefined) throw new Error('The sequence sync_ticket answered nothing');
  return row.ticket;
}

/** One customer's money is settled in one line: held until the transaction ends. */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`billing:${userId}`}, 0))`;
}
