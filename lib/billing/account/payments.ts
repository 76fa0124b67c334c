import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { givenBackOf } from '../access/payment-standing';
import { purchaseName } from '../catalog/purchase-name';
import type { PaymentStatus, Provider } from '../types';
import { paidOutOfBand } from './paid-out-of-band';
import { REFUNDABLE, type Refundable, type RefundBlock, refundRules } from './refund-rules';

export interface PaymentView {
  readonly id: string;
  readonly provider: Provider;
  readonly description: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: PaymentStatus;
  /** The money came another way than through the provider, and a person said so there. */
  readonly paidOutOfBand: boolean;
  readonly createdAt: Date;
  readonly refunded: bigint;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  /** The customer may have it back, by themselves, now. */
  readonly refundable: boolean;
  /** The refund page has something to say: the refund itself, or what to do before it or instead. */
  readonly refundPage: boolean;
}

const PAYMENTS_SHOWN = 50;

/**
 * What a user has paid and what became of it, newest first, from the ledger alone. Stripe dates payments to the second: of two
 * in one second, the one that was stored last counts as newer.
 */
export async function paymentHistory(workspaceId: string): Promise<PaymentView[]> {
  const { mode } = env().payments;
  const [payments, outside, blockOf] = await Promise.all([
    db().payment.findMany({
      // Payments abandoned before anything was paid (Stripe and Dodo spell it differently) aren't shown.
      where: { workspaceId, mode, providerStatus: { notIn: ['canceled', 'cancelled'] } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: PAYMENTS_SHOWN,
      ...REFUNDABLE,
    }),
    paidOutOfBand(workspaceId, mode, PAYMENTS_SHOWN),
    businessNow().then((now) => refundRules(workspaceId, now)),
  ]);
  // An attempt to collect an invoice that was then paid another way is no longer pending.
  const settled = new Set(outside.map(({ invoiceExternalId }) => invoiceExternalId));
  const made = payments.filter(
    ({ status, invoiceExternalId }) => status === 'succeeded' || !settled.has(invoiceExternalId ?? ''),
  );
  return [...made.map((payment) => toView(payment, blockOf(payment))), ...outside.map(({ view }) => view)].sort(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
  );
}

function toView(payment: Refundable, block: RefundBlock | null): PaymentView {
  const { id, provider, amount, currency, status, createdAt, cardBrand, cardLast4 } = payment;
  return {
    ...{ id, provider, amount, currency, status, createdAt, cardBrand, cardLast4 },
    description: purchaseName(payment.sku, payment.quantity, payment.description),
    paidOutOfBand: false,
    refunded: givenBackOf(payment),
    refundable: block === null,
    refundPage: block !== 'not-refundable',
  };
}
