import { z } from 'zod';
import type { Operation } from '@/lib/generated/prisma/client';
import type { OperationKind } from '../ledger/plan-operation';
import type { ProviderDriver } from '../providers/provider';
import type { ChangeRequest } from '../providers/requests';

const ofSubscription = z.object({ subscriptionExternalId: z.string() });
const feedback = z.enum([
  'too_expensive',
  'missing_features',
  'switched_service',
  'unused',
  'customer_service',
  'low_quality',
  'too_complex',
  'other',
]);
const ofCancel = ofSubscription.extend({
  feedback: feedback.nullable().default(null),
  comment: z.string().nullable().default(null),
});
const ofChange = ofSubscription.extend({
  itemExternalId: z.string(),
  priceExternalId: z.string(),
  quantity: z.number(),
  prorationAt: z.iso.datetime().transform((at) => new Date(at)),
}) satisfies z.ZodType<ChangeRequest>;
const ofInvoice = z.object({ invoiceExternalId: z.string() });

/** Operations that change a contract and can be verified on it afterwards. */
const CONTRACT_KINDS = {
  cancel: (to, { params, id }) => to.cancelNow(ofSubscription.parse(params).subscriptionExternalId, id),
  'schedule-cancel': (to, { params, id }) => {
    const { subscriptionExternalId, ...why } = ofCancel.parse(params);
    return to.scheduleCancel(subscriptionExternalId, id, why);
  },
  'undo-cancel': (to, { params, id }) => to.undoCancel(ofSubscription.parse(params).subscriptionExternalId, id),
  'change-now': (to, { params, id }) => to.changeNow(ofChange.parse(params), id),
  'change-at-period-end': (to, { params, id }) => to.changeAtPeriodEnd(ofChange.parse(params), id),
  'undo-change': (to, { params, id }) =>
    to.undoScheduledChange(ofSubscription.parse(params).subscriptionExternalId, id),
  pause: (to, { params, id }) => to.pause(ofSubscription.parse(params).subscriptionExternalId, id),
  resume: (to, { params, id }) => to.resume(ofSubscription.parse(params).subscriptionExternalId, id),
  'void-invoice': (to, { params, id }) => to.voidInvoice(ofInvoice.parse(params).invoiceExternalId, id),
} as const satisfies Partial<Record<OperationKind, (to: ProviderDriver, operation: Operation) => Promise<unknown>>>;

type ContractKind = keyof typeof CONTRACT_KINDS;

export function isContractKind(kind: string): kind is ContractKind {
  return Object.hasOwn(CONTRACT_KINDS, kind);
}

/**
 * Sends an operation to the provider. The response itself proves nothing; the state is compared afterwards. Returns the
 * page where the customer must confirm the charge, or null.
 */
export async function sendChange(kind: ContractKind, operation: Operation, to: ProviderDriver): Promise<string | null> {
  if (kind === 'change-now') return (await CONTRACT_KINDS[kind](to, operation)).confirmUrl;
  await CONTRACT_KINDS[kind](to, operation);
  return null;
}

/** For operations that charge immediately, the provider's preview of what they'd charge now; null for all others. */
export async function previewAgain(operation: Operation, to: ProviderDriver) {
  if (operation.kind === 'change-now') return to.previewChange(ofChange.parse(operation.params));
  if (operation.kind === 'resume')
    return to.previewResume(ofSubscription.parse(operation.params).subscriptionExternalId);
  return null;
}
