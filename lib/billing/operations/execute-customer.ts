import { z } from 'zod';
import { db } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import type { ProviderDriver } from '../providers/provider';

const ofUser = z.object({ email: z.string(), name: z.string().nullable() });
const ofCustomer = z.object({ customerExternalId: z.string() });

/** Saved before the operation counts as done, so the next one finds it, whichever process runs it. */
export async function makeCustomer(
  { id, userId, mode, params }: Operation,
  to: ProviderDriver,
): Promise<Prisma.InputJsonObject> {
  const of = { userId, mode, provider: to.name };
  const known = await db().customer.findFirst({ where: { ...of, retiredAt: null }, select: { externalId: true } });
  if (known !== null) return known;
  const made = await to.createCustomer({ operationId: id, userId, ...ofUser.parse(params) });
  await db().customer.createMany({ data: [{ ...of, externalId: made.externalId }], skipDuplicates: true });
  return made;
}

/** Our email and name are authoritative, read now: an older request that arrives late still sends the latest. */
export async function tellDetails({ userId, params }: Operation, to: ProviderDriver): Promise<Prisma.InputJsonObject> {
  const { customerExternalId } = ofCustomer.parse(params);
  const user = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, name: true } });
  if (user.email !== null) await to.updateCustomer(customerExternalId, { email: user.email, name: user.name });
  return {};
}
