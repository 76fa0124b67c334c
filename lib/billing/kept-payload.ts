import { Prisma } from '@/lib/generated/prisma/client';
import { type Named, namedIn } from './payload-names';
import type { ProviderDriver } from './providers/provider';
import type { ProviderEvent } from './providers/snapshots';

/** What is stored of an event: whom it names, by which the payload is found again, and the payload. */
export interface Kept extends Named {
  readonly payload: unknown;
}

/**
 * What is kept of an event's body, which nothing but a person reads later. Nothing when it is about nothing of ours (an
 * abandoned cart, another application's customer), because we couldn't tell whose data to delete from it.
 */
export function keptPayload(event: ProviderEvent): Kept {
  return event.target === null
    ? { customerExternalId: null, workspaceId: null, payload: {} }
    : { ...namedIn(event.payload), payload: event.payload };
}

/** Whether an event names a workspace that was deleted: a condition for the statement that stores it. */
export function namesDeleted({ name: provider, mode }: ProviderDriver, named: Named): Prisma.Sql {
  const { customerExternalId, workspaceId } = named;
  return Prisma.sql`
    (EXISTS (SELECT 1 FROM "Workspace" WHERE id = ${workspaceId} AND "deletedAt" IS NOT NULL)
      OR EXISTS (SELECT 1 FROM "Customer" customer JOIN "Workspace" owner ON owner.id = customer."workspaceId"
        WHERE customer.provider = ${provider}::"Provider" AND customer.mode = ${mode}::"Mode"
          AND customer."externalId" = ${customerExternalId} AND owner."deletedAt" IS NOT NULL))`;
}
