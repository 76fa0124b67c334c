import { appError } from '@/lib/errors';
import type { Payment, Refund } from '@/lib/generated/prisma/client';
import { givenBackOf } from '../access/payment-standing';
import { driver } from '../providers';
import type { RefundLine } from '../providers/requests';

/** One item of a payment; a null `amount` means all that's left of it. Minor units. */
export interface RefundItem {
  readonly id: string;
  readonly amount: bigint | null;
}

interface Share {
  readonly amount: bigint;
  readonly items: readonly { readonly id: string; readonly amount: bigint }[];
}

/**
 * The exact share of a payment to refund, by item where its provider requires that. A bare amount is taken from one
 * item after another. Throws billing/not-refundable (409), request/invalid (422), billing/provider-unavailable (503).
 */
export async function shareOf(
  payment: Payment & { readonly refunds: readonly Refund[] },
  { amount, items }: { readonly amount: bigint | null; readonly items: readonly RefundItem[] },
): Promise<Share> {
  const left = payment.amount - givenBackOf(payment);
  if (left <= 0n) throw appError('billing/not-refundable', { message: 'Nothing is left to refund.' });
  if (amount !== null && items.length > 0) throw invalid('Enter an amount or items, not both.');
  if ((amount ?? 1n) < 1n || items.some((item) => (item.amount ?? 1n) < 1n))
    throw invalid('The amount must be at least 1.');
  if (amount !== null && amount > left) throw tooMuch(left);
  if (amount === null && items.length === 0 && left === payment.amount) return { amount: left, items: [] };
  const lines = await linesOf(payment);
  if (lines === null) {
    if (items.length > 0) throw invalid('This provider refunds by amount, not by item.');
    return { amount: amount ?? left, items: [] };
  }
  const parts = items.length > 0 ? items.map((item) => partOf(lines, item)) : spread(lines, amount ?? left);
  const sum = parts.reduce((total, part) => total + part.amount, 0n);
  if (sum < 1n || sum > left) throw tooMuch(left);
  return { amount: sum, items: parts };
}

/** The items of a payment, where its provider refunds by item. Throws billing/provider-unavailable (503). */
export async function linesOf({
  provider,
  externalId,
}: Pick<Payment, 'provider' | 'externalId'>): Promise<RefundLine[] | null> {
  return driver(provider)
    .refundLines(externalId)
    .catch((cause: unknown) => {
      throw appError('billing/provider-unavailable', { cause });
    });
}

function partOf(lines: readonly RefundLine[], { id, amount }: RefundItem) {
  const line = lines.find((one) => one.id === id);
  if (line === undefined)
    throw invalid(`${id} is not part of this payment. It has: ${lines.map((one) => one.id).join(', ')}`);
  if (amount !== null && amount > line.left) throw tooMuch(line.left);
  return { id, amount: amount ?? line.left };
}

function spread(lines: readonly RefundLine[], amount: bigint) {
  let open = amount;
  const parts = lines.map(({ id, left }) => {
    let part = left;
    if (open < left) part = open;
    open -= part;
    return { id, amount: part };
  });
  if (open > 0n) throw tooMuch(amount - open);
  return parts.filter((part) => part.amount > 0n);
}

function invalid(message: string) {
  return appError('request/invalid', { message });
}

/** For operators, so the amount is in minor units, as they entered it. */
function tooMuch(left: bigint) {
  return appError('billing/not-refundable', { message: `No more than ${left} minor units can be refunded.` });
}
