import { z } from 'zod';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from '../providers/errors';
import type { ProviderDriver } from '../providers/provider';
import type { CardPageRequest, MethodRequest } from '../providers/requests';
import { createCustomer, sendCustomerDetails } from './execute-customer';

const ofMethod = z.object({
  subscriptionExternalId: z.string(),
  methodExternalId: z.string(),
  owedAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
}) satisfies z.ZodType<MethodRequest>;
const ofCardPage = z.object({
  subscriptionExternalId: z.string(),
  customerExternalId: z.string(),
  currency: z.string(),
  returnUrl: z.string(),
  cancelUrl: z.string(),
}) satisfies z.ZodType<Omit<CardPageRequest, 'workspaceId'>>;

/**
 * Operations that change no contract: customers, pages, and payment methods. Safe to send again under the same id,
 * which happens when the outcome is unknown.
 */
export async function sendOther(operation: Operation, to: ProviderDriver): Promise<Prisma.InputJsonObject> {
  switch (operation.kind) {
    case 'customer':
      return createCustomer(operation, to);
    case 'customer-details':
      return sendCustomerDetails(operation, to);
    case 'card-page':
      return openCardPage(operation, to);
    case 'adopt-method':
      await to.setDefaultMethod(ofMethod.parse(operation.params), operation.id);
      return {};
    default:
      throw new Error(`No such operation: ${operation.kind}`);
  }
}

/**
 * If its URL never reached us, a page is useless: no one can open it, and the customer tries again. So the operation
 * never stays unfinished, whatever went wrong.
 */
async function openCardPage(
  { id, workspaceId, params }: Operation,
  to: ProviderDriver,
): Promise<Prisma.InputJsonObject> {
  try {
    return await to.openCardPage({ ...ofCardPage.parse(params), workspaceId }, id);
  } catch (cause) {
    if (!(cause instanceof ProviderUnavailable || cause instanceof ProviderUnknown)) throw cause;
    throw new ProviderRefused(`no page: ${cause.message}`, 'no_page', { cause });
  }
}
