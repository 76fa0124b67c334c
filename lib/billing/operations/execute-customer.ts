import { z } from 'zod';
import { db } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import { payerOf } from '@/lib/workspaces/owner';
import type { ProviderDriver } from '../providers/provider';

const ofUser = z.object({ email: z.string(), name: z.string().nullable() });
const ofCustomer = z.object({ customerExternalId: z.string() });

/** Saved before the operation counts as done, so the next one finds it, whichever process runs it. */
export async function createCustomer(
  { id, workspaceId, mode, params }: Operation,
  to: ProviderDriver,
): Promise<Prisma.InputJsonObject> {
  const of = { workspaceId, mode, provider: to.name };
  const known = await db().customer.findFirst({ where: { ...of, retiredAt: null }, select: { externalId: true } });
  if (known !== null) return known;
  const made = await to.createCustomer({ operationId: id, workspaceId, ...ofUser.parse(params) });
  // Prisma plans each `createMany` again, which takes longer than the statement.
  await db().$executeRaw`
    INSERT INTO "Customer" (id, "workspaceId", provider, mode, "externalId")
    VALUES (${newId()}, ${workspaceId}, ${to.name}::"Provider", ${mode}::"Mode", ${made.externalId})
    ON CONFLICT DO NOTHING`;
  return made;
}

/** The owner's email and our name are authoritative, read now: an older request that arrives late still sends the latest. */
export async function sendCustomerDetails(
  { workspaceId, params }: Operation,
  to: ProviderDriver,
): Promise<Prisma.InputJsonObject> {
  const { customerExternalId } = ofCustomer.parse(params);
  const { email, name } = await payerOf(workspaceId);
  if (email !== null) await to.updateCustomer(customerExternalId, { email, name });
  return {};
}
