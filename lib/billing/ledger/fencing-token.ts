import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';

/**
 * The next ticket, drawn in a statement of its own before anything is fetched. A row keeps the highest ticket
 * that wrote it, so what was fetched earlier can never overwrite what was fetched later, whatever finishes first.
 */
export async function drawTicket(): Promise<bigint> {
  const [row] = await prepared<{ ticket: bigint }>('ticket', Prisma.sql`SELECT nextval('sync_ticket') AS ticket`);
  if (row === undefined) throw new Error('The sequence sync_ticket answered nothing');
  return row.ticket;
}
