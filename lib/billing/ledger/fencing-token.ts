import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';

/**
 * The next ticket, drawn in its own statement before anything is fetched. A row keeps the highest ticket that wrote it,
 * so data fetched earlier never overwrites data fetched later, whichever finishes first.
 */
export async function nextFencingToken(): Promise<bigint> {
  const [row] = await prepared<{ ticket: bigint }>('ticket', Prisma.sql`SELECT nextval('sync_ticket') AS ticket`);
  if (row === undefined) throw new Error('The sequence sync_ticket returned nothing');
  return row.ticket;
}
