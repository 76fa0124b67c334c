import { z } from 'zod';
import type { Operation } from '@/lib/generated/prisma/client';
import type { OperationKind } from './ledger/operation';
import { makeCustomer, tellDetails } from './perform-customer';
import { performRefund } from './perform-refund';
import { lookedOften, type Performed, settled } from './performed';
import { driver } from './providers';
import type { CardPageRequest, ChangeRequest, ProviderDriver } from './providers/contract';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from './providers/errors';

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
  priceExternalId: z.string(),
  quantity: z.number(),
  prorationAt: z.coerce.date(),
}) satisfies z.ZodType<ChangeRequest>;

const ofMethod = ofSubscription.extend({ methodExternalId: z.string() });
const ofCardPage = ofSubscription.extend({
  customerExternalId: z.string(),
  userId: z.string(),
  currency: z.string(),
  returnUrl: z.string(),
  cancelUrl: z.string(),
}) satisfies z.ZodType<CardPageRequest>;

/**
 * Asks the provider for what an operation says, then syncs what it was about. `uncertain`: it may have been sent
 * before. Setting a state twice is harmless, and Stripe's idempotency key makes the rest so; at Dodo, which has none,
 * a refund or a plan change is looked up before it is repeated.
 */
export async function perform(operation: Operation, uncertain: boolean): Promise<Performed> {
  const { kind } = operation;
  const to = driver(operation.provider);
  if (!isKind(kind)) throw new Error(`No such operation: ${kind}`);
  if (kind === 'customer') return makeCustomer(operation, to);
  if (kind === 'customer-details') return tellDetails(operation, to);
  if (kind === 'refund') return performRefund(operation, to, uncertain);
  if (kind === 'card-page') return cardPage(operation, to);
  const { subscriptionExternalId } = ofSubscription.parse(operation.params);
  const seen = uncertain && to.name === 'dodo' && kind === 'change-now' ? await lookUpChange(operation, to) : 'absent';
  if (seen === 'look again') return seen;
  if (seen === 'absent') await KINDS[kind](to, operation);
  return settled(operation, to, { kind: 'subscription', id: subscriptionExternalId });
}

/** Not about one subscription, or with an answer of their own. */
const OTHERS = ['customer', 'customer-details', 'refund', 'card-page'] as const satisfies OperationKind[];

const KINDS = {
  cancel: (to, { params, id }) => to.cancelNow(ofSubscription.parse(params).subscriptionExternalId, id),
  'schedule-cancel': (to, { params, id }) => {
    const { subscriptionExternalId, ...why } = ofCancel.parse(params);
    return to.scheduleCancel(subscriptionExternalId, id, why);
  },
  'undo-cancel': (to, { params, id }) => to.undoCancel(ofSubscription.parse(params).subscriptionExternalId, id),
  'change-now': (to, { params, id }) => to.changeNow(ofChange.parse(params), id),
  'change-at-period-end': (to, { params, id }) => to.changeAtPeriodEnd(ofChange.parse(params), id),
  pause: (to, { params, id }) => to.pause(ofSubscription.parse(params).subscriptionExternalId, id),
  resume: (to, { params, id }) => to.resume(ofSubscription.parse(params).subscriptionExternalId, id),
  'adopt-method': (to, { params, id }) => to.adoptMethod(ofMethod.parse(params), id),
  'undo-change': (to, { params, id }) =>
    to.undoScheduledChange(ofSubscription.parse(params).subscriptionExternalId, id),
} as const satisfies Record<
  Exclude<OperationKind, (typeof OTHERS)[number]>,
  (to: ProviderDriver, operation: Operation) => Promise<void>
>;

function isKind(kind: string): kind is OperationKind {
  return OTHERS.some((other) => other === kind) || Object.hasOwn(KINDS, kind);
}

/**
 * A page whose address never reached us is as good as none: nobody can use it, and the customer asks again. So nothing
 * stays open here, whatever went wrong.
 */
async function cardPage({ id, params }: Operation, to: ProviderDriver): Promise<Performed> {
  try {
    return await to.openCardPage(ofCardPage.parse(params), id);
  } catch (cause) {
    if (!(cause instanceof ProviderUnavailable || cause instanceof ProviderUnknown)) throw cause;
    throw new ProviderRefused(`no page: ${cause.message}`, 'no_page', { cause });
  }
}

/** A change that happened is visible on the subscription; doing it again would charge again. */
async function lookUpChange(operation: Operation, to: ProviderDriver): Promise<'done' | 'absent' | 'look again'> {
  const { subscriptionExternalId, priceExternalId, quantity } = ofChange.parse(operation.params);
  const seen = await to.fetch({ kind: 'subscription', id: subscriptionExternalId });
  if (seen.kind === 'subscription') {
    const { subscription: now } = seen;
    if (now.priceExternalId === priceExternalId && now.quantity === quantity) return 'done';
  }
  return (await lookedOften(operation)) ? 'absent' : 'look again';
}
