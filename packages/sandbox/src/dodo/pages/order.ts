import { DodoError } from '../api/errors';
import { detailsOf } from '../checkouts/open';
import { discountsFor } from '../checkouts/prepare';
import { type Entry, entries, priceToday } from '../checkouts/price';
import { reductionsOf } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { money } from '../money/currency';
import { type Line, quote, sum } from '../money/quote';
import { taxName } from '../money/tax';
import type { CheckoutRecord } from '../records/checkout';
import type { PaymentRecord } from '../records/payment';
import type { AppliedDiscount } from '../records/subscription';
import { planItems } from '../subscriptions/price';
import { addInterval, DAY_MS } from '../time/calendar';
import { day, per } from './format';

/** An order as displayed on a hosted page. */
export interface OrderView {
  title: string;
  lines: { name: string; detail: string | null; amount: string }[];
  subtotal: string;
  discount: string | null;
  codes: string[];
  taxLabel: string;
  tax: string;
  total: string;
  /** The headline: today's total, or the free period. */
  headline: string;
  totalMinor: number;
  /** Sentences about future charges. */
  later: string[];
  /** Why a discount code wasn't applied. */
  codeError: string | null;
  recurring: boolean;
}

export function orderView(dodo: Dodo, session: CheckoutRecord): OrderView {
  return session.kind === 'link' && session.paymentId !== null
    ? linkView(dodo, need(dodo.tables.payments, session.paymentId))
    : cartView(dodo, session);
}

function cartView(dodo: Dodo, session: CheckoutRecord): OrderView {
  const { currency } = session.order;
  const details = detailsOf(session);
  const cart = entries(dodo, session.order, details);
  const { discounts, codeError } = usable(dodo, session, cart);
  const price = priceToday(dodo, session.order, cart, discounts);
  const trialDays = cart.find((entry) => entry.trialDays > 0)?.trialDays;
  const title = cart.map((entry) => entry.product.name).join(' + ');
  return {
    ...amounts(price.lines, price.tax, currency, details.billing.country),
    title,
    ...(price.total === 0 && trialDays ? { headline: `${trialDays} days free` } : {}),
    discount: price.discount > 0 ? `−${money(price.discount, currency)}` : null,
    codes: codeError ? [] : session.discountCodes,
    later: cart.flatMap((entry) => laterOf(dodo, entry, discounts, session)),
    codeError,
    recurring: cart.some((entry) => entry.plan !== null),
  };
}

function linkView(dodo: Dodo, payment: PaymentRecord): OrderView {
  const row = dodo.tables.subscriptions.get(payment.subscriptionIds[0] ?? '');
  const name = dodo.tables.products.get(row?.plan.productId ?? '')?.name ?? 'your order';
  const titles = {
    dues: `Renew ${name}`,
    update_method: `New card for ${name}`,
    plan_change: `Change to ${payment.lines[0]?.name ?? name}`,
    checkout: payment.lines.map((line) => line.name).join(' + '),
    renewal: name,
    on_demand: name,
  };
  return {
    ...amounts(payment.lines, payment.tax, payment.currency, payment.billing.country),
    title: titles[payment.purpose.kind],
    discount: null,
    codes: [],
    later: payment.total === 0 ? ['You won’t be charged now. The card is saved for future payments.'] : [],
    codeError: null,
    recurring: payment.subscriptionIds.length > 0,
  };
}

function amounts(
  lines: Line[],
  tax: number,
  currency: PaymentRecord['currency'],
  country: PaymentRecord['billing']['country'],
) {
  const total = sum(lines.map((line) => line.amount + line.tax));
  const rate = lines[0]?.taxRate ?? 0;
  return {
    lines: lines.map((line) => ({
      name: line.quantity > 1 ? `${line.name} × ${line.quantity}` : (line.name ?? 'Item'),
      detail: line.description,
      amount: money(line.subtotal, currency),
    })),
    subtotal: money(sum(lines.map((line) => line.subtotal)), currency),
    taxLabel: `${taxName(country)}${rate > 0 ? ` (${rate / 100}%)` : ''}`,
    tax: money(tax, currency),
    total: money(total, currency),
    headline: money(total, currency),
    totalMinor: total,
  };
}

function usable(
  dodo: Dodo,
  session: CheckoutRecord,
  cart: Entry[],
): { discounts: AppliedDiscount[]; codeError: string | null } {
  try {
    const codes = { codes: session.discountCodes };
    return { discounts: discountsFor(dodo, session, cart, codes, session.customerId), codeError: null };
  } catch (error) {
    if (error instanceof DodoError) return { discounts: [], codeError: error.message };
    throw error;
  }
}

function laterOf(
  dodo: Dodo,
  { plan, trialDays }: Entry,
  discounts: AppliedDiscount[],
  session: CheckoutRecord,
): string[] {
  if (!plan) return [];
  if (session.order.onDemand) return ['Future charges are made when they’re due. There are no automatic renewals.'];
  const lasting = discounts.filter(
    (discount) => discount.cyclesRemaining === null || discount.cyclesRemaining > (trialDays > 0 ? 0 : 1),
  );
  const details = detailsOf(session);
  const each = quote(planItems(dodo, plan, details), reductionsOf(dodo, lasting, session.order.currency));
  const { count, interval } = plan.frequency;
  const now = dodo.now();
  const first = trialDays > 0 ? now + trialDays * DAY_MS : addInterval(now, count, interval);
  const price = `${money(each.total, session.order.currency)} ${per(count, interval)}`;
  return [
    trialDays > 0
      ? `${trialDays} days free, then ${price} from ${day(first)}.`
      : `Renews for ${price} on ${day(first)}.`,
  ];
}
