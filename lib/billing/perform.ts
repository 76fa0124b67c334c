import { z } from 'zod';
import { db } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import type { OperationKind } from './ledger/operation';
import { driver } from './providers';
import type { CardPageRequest, ChangeRequest, ProviderDriver, Root } from './providers/contract';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from './providers/errors';
import { sync } from './sync';

/** What came of it, or `look again`: it may have happened, and is looked up once more after a pause. */
export type Performed = Prisma.InputJsonObject | 'look again';

const ofUser = z.object({ email: z.string(), name: z.string().nullable() });
const ofCustomer = z.object({ customerExternalId: z.string() });
const minor = z.string().transform(BigInt);
const ofPayment = z.object({
  paymentExternalId: z.string(),
  endsSubscription: z.string().nullable().default(null),
  share: z
    .object({
      amount: minor.nullable(),
      items: z.array(z.object({ id: z.string(), amount: minor })),
      reason: z.string().nullable(),
    })
    .optional(),
});
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

/** "It did not happen" is believed only after this many look-ups that found nothing, each after a pause. */
const LOOKUPS_BEFORE_REPEAT = 2;

/**
 * Asks the provider for what an operation says, then syncs what it was about. `uncertain`: it may have been sent
 * before. Setting a state twice is harmless, and Stripe's idempotency key makes the rest so; at Dodo, which has none,
 * a refund or a plan change is looked up before it is repeated.
 */
export async function perform(operation: Operation, uncertain: boolean): Promise<Performed> {
  const { kind } = operation;
  const to = driver(operation.provider);
  if (!isKind(kind)) throw new Error(`No such operation: ${kind}`);
  if (kind === 'customer') return customer(operation, to);
  if (kind === 'customer-details') return tellDetails(operation, to);
  if (kind === 'refund') return refund(operation, to, uncertain);
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

/** Our address and name are the truth, as they are now: an older request that comes late tells the newest too. */
async function tellDetails({ userId, params }: Operation, to: ProviderDriver): Promise<Performed> {
  const { customerExternalId } = ofCustomer.parse(params);
  const user = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, name: true } });
  if (user.email !== null) await to.updateCustomer(customerExternalId, { email: user.email, name: user.name });
  return {};
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

/** Kept before the operation counts as done, so that the next one finds it, whoever ran this one. */
async function customer({ id, userId, mode, params }: Operation, to: ProviderDriver): Promise<Performed> {
  const of = { userId, mode, provider: to.name };
  const known = await db().customer.findFirst({ where: { ...of, retiredAt: null }, select: { externalId: true } });
  if (known !== null) return known;
  const made = await to.createCustomer({ operationId: id, userId, ...ofUser.parse(params) });
  await db().customer.createMany({ data: [{ ...of, externalId: made.externalId }], skipDuplicates: true });
  return made;
}

async function settled(operation: Operation, to: ProviderDriver, root: Root, result = {}): Promise<Performed> {
  await afterwards(() => sync(to.name, root, { cause: `operation:${operation.id}` }));
  return result;
}

/** What follows once the provider has acted. Its failure leaves the outcome open; it never means "not sent". */
async function afterwards(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (!(cause instanceof ProviderUnavailable || cause instanceof ProviderRefused)) throw cause;
    throw new ProviderUnknown(`done, but not all that follows: ${cause.message}`, { cause });
  }
}

async function refund(operation: Operation, to: ProviderDriver, uncertain: boolean): Promise<Performed> {
  const { paymentExternalId: id, endsSubscription, share } = ofPayment.parse(operation.params);
  const found = uncertain && to.name === 'dodo' ? await lookUpRefund(operation, to, id) : null;
  if (found === 'look again') return found;
  const externalId = found ?? (await to.refundPayment(id, operation.id, share)).externalId;
  if (endsSubscription !== null) await afterwards(() => to.cancelNow(endsSubscription, operation.id));
  await settled(operation, to, { kind: 'payment', id });
  const result = { externalId };
  return endsSubscription === null
    ? result
    : settled(operation, to, { kind: 'subscription', id: endsSubscription }, result);
}

async function lookUpRefund(
  operation: Operation,
  to: ProviderDriver,
  paymentId: string,
): Promise<string | null | 'look again'> {
  const payment = await to.fetch({ kind: 'payment', id: paymentId });
  const customer = payment.kind === 'payment' ? payment.payment.customerExternalId : null;
  if (customer === null) return null;
  const since = operation.sentAt ?? operation.createdAt;
  const found = await to.findRefund(paymentId, customer, operation.id, since);
  return found ?? ((await lookedOften(operation)) ? null : 'look again');
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

async function lookedOften({ id, absentSeen }: Operation): Promise<boolean> {
  if (absentSeen >= LOOKUPS_BEFORE_REPEAT) return true;
  await db().operation.update({ where: { id }, data: { absentSeen: { increment: 1 } } });
  return false;
}
