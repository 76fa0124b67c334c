import { z } from 'zod';
import type { Tx } from '@/lib/db';
import type { Mode, Provider } from '../types';

const named = z.object({
  subscriptionExternalId: z.string().optional(),
  paymentExternalId: z.string().optional(),
  invoiceExternalId: z.string().optional(),
});

interface Acting {
  readonly provider: Provider;
  readonly mode: Mode;
  readonly kind: string;
  readonly params: unknown;
}

/**
 * What an operation changes: at most one is in progress for each. A subscription payment's refund counts toward its
 * subscription, so a refund and a plan change never overlap. Null if it changes no contract and moves no money.
 */
export async function operationSubject(tx: Tx, { provider, mode, kind, params }: Acting): Promise<string | null> {
  if (kind.startsWith('customer') || kind === 'card-page') return null;
  const { subscriptionExternalId, paymentExternalId, invoiceExternalId } = named.parse(params);
  if (kind === 'void-invoice') return `invoice:${provider}:${mode}:${invoiceExternalId}`;
  if (kind === 'refund') {
    const where = { provider_mode_externalId: { provider, mode, externalId: paymentExternalId ?? '' } };
    const payment = await tx.payment.findUniqueOrThrow({ where, select: { id: true, subscriptionId: true } });
    return payment.subscriptionId === null ? `payment:${payment.id}` : `subscription:${payment.subscriptionId}`;
  }
  const where = { provider_mode_externalId: { provider, mode, externalId: subscriptionExternalId ?? '' } };
  const { id } = await tx.subscription.findUniqueOrThrow({ where, select: { id: true } });
  // Setting a payment method may run alongside another operation: neither affects the other.
  return kind === 'adopt-method' ? `payment-method:${id}` : `subscription:${id}`;
}
