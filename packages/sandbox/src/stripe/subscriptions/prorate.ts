import type { StripeContext } from '../api/context';
import type { CustomerRecord } from '../api/tables';
import type { Debit, InvoiceItemRecord, SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import { discountsOn } from '../invoices/discounting';
import { periodAt } from '../periods/calendar';
import type { ChangePlan, ChangeRequest, Mode, Pair } from './change-plan';
import { creditItem, debitItem } from './credits';
import { debitsAfter } from './debits';
import { afterInvoice, invoiceDiscounts } from './discounts';
import { itemAmount, quantityOf, recurrenceOf } from './items';

interface Prorating {
  subscription: SubscriptionRecord;
  next: SubscriptionRecord;
  customer: CustomerRecord;
  kept: Pair[];
  request: ChangeRequest;
  mode: Mode;
}

/** Credits for debits that a change affects, and debits that replace them (docs/providers/stripe.md#plan-changes). */
export function prorate(ctx: StripeContext, it: Prorating): Pick<ChangePlan, 'prorations' | 'ledger'> {
  const { subscription, next, customer, kept, request, mode } = it;
  const at = request.date;
  const prorations: InvoiceItemRecord[] = [];
  const ledger: ChangePlan['ledger'] = [];
  const nets = netPrices(ctx, next);
  for (const { before, after } of kept) {
    const touched = mode !== 'change' || before === null || after === null || differs(before, after);
    if (!touched) continue;
    const credits = before
      ? debitsAfter(ctx, before.id, at).map((debit) =>
          creditItem(ctx, { subscription, customer, item: before, debit, at }),
        )
      : [];
    prorations.push(...credits.filter(({ amount }) => amount !== 0));
    const debit = after && mode === 'change' ? debitFor(ctx, { it, after, net: nets.get(after.id) ?? 0 }) : null;
    if (debit && (debit.amount !== 0 || credits.length > 0)) prorations.push(debit);
    ledger.push({ item: (after ?? before)?.id ?? '', debit: debit && asDebit(debit) });
  }
  return { prorations, ledger };
}

function differs(before: SubscriptionItemRecord, after: SubscriptionItemRecord): boolean {
  return before.price.id !== after.price.id || quantityOf(before) !== quantityOf(after);
}

function debitFor(
  ctx: StripeContext,
  { it, after, net }: { it: Prorating; after: SubscriptionItemRecord; net: number },
): InvoiceItemRecord {
  const { next, customer, request } = it;
  const whole = periodAt(next.billing_cycle_anchor, recurrenceOf(after), request.date);
  return debitItem(ctx, { subscription: next, customer, item: after, at: request.date, net, whole });
}

const asDebit = (item: InvoiceItemRecord): Debit => ({
  net: item.amount,
  start: item.period.start,
  end: item.period.end,
  price: item.pricing?.price_details?.price ?? '',
  quantity: item.quantity,
  invoice: null,
  line: null,
  invoiceItem: item.id,
});

/** The price of each item for a whole period, less the continuing discounts: `proration_discounts: included`. */
function netPrices(ctx: StripeContext, next: SubscriptionRecord): Map<string, number> {
  const items = next.items.data;
  const looked = items.map((item) => ({
    amount: itemAmount(ctx, item),
    product: item.price.product,
    discountable: true,
    discounts: item.discounts,
  }));
  const lasting = afterInvoice(ctx, invoiceDiscounts(ctx, next, ctx.now(next.customer)));
  const off = discountsOn(ctx, looked, lasting, next.currency);
  return new Map(
    items.map((item, index) => {
      const taken = (off[index] ?? []).reduce((sum, { amount }) => sum + amount, 0);
      return [item.id, (looked[index]?.amount ?? 0) - taken];
    }),
  );
}
