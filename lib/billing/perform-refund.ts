import { z } from 'zod';
import type { Operation } from '@/lib/generated/prisma/client';
import { afterwards, lookedOften, type Performed, settled } from './performed';
import type { ProviderDriver } from './providers/contract';

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

/** Gives money back, once, and ends the subscription that goes with it. */
export async function performRefund(operation: Operation, to: ProviderDriver, uncertain: boolean): Promise<Performed> {
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
