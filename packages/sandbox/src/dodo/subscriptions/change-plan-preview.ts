import type DodoPayments from 'dodopayments';
import type { Dodo } from '../dodo';
import { convert, SETTLEMENT_CURRENCY } from '../money/currency';
import type { Line } from '../money/quote';
import type { SubscriptionRecord } from '../records/subscription';
import { stamp } from '../time/stamp';
import { changed } from './apply-change';
import { type ChangePlanBody, readChange } from './change-plan-request';
import { planItems, renewalQuote } from './price';
import { type PricedChange, priceChange } from './price-change';
import { subscriptionWire } from './wire';

type Preview = DodoPayments.SubscriptionPreviewChangePlanResponse;
type LineItem = Preview['immediate_charge']['line_items'][number];

/** What a change would charge now and result in. Stores nothing. @throws the errors of the change itself */
export function previewChange(dodo: Dodo, row: SubscriptionRecord, body: ChangePlanBody): Preview {
  const { plan, discounts } = readChange(dodo, row, body);
  const later = body.effective_at === 'next_billing_date';
  const mode = later ? 'do_not_bill' : body.proration_billing_mode;
  const priced = priceChange(dodo, row, plan, mode, discounts, body.cancel_scheduled_change_plan);
  const { change } = priced;
  const coming = later && dodo.switches.get('scheduled_preview') === 'renewal';
  const quote = coming ? renewalQuote(dodo, { ...row, plan, discounts }) : priced.quote;
  const settle = (amount: number) => convert(amount, row.currency, SETTLEMENT_CURRENCY) ?? amount;
  return {
    immediate_charge: {
      effective_at: stamp(later ? row.nextBillingMs : dodo.now()),
      line_items: [...quote.lines.map((line) => shown(dodo, row, line)), ...unusedOld(dodo, row, priced)],
      summary: {
        currency: row.currency,
        customer_credits: change.creditGranted - change.creditUsed,
        settlement_amount: settle(quote.total),
        settlement_currency:
          convert(0, row.currency, SETTLEMENT_CURRENCY) === null ? row.currency : SETTLEMENT_CURRENCY,
        total_amount: quote.total,
        settlement_tax: settle(quote.tax),
        tax: quote.tax,
      },
    },
    new_plan: subscriptionWire(dodo, { ...row, ...changed(row, change) }),
  };
}

/** The unused time of the old plan, shown with a negative factor. */
function unusedOld(dodo: Dodo, row: SubscriptionRecord, priced: PricedChange): LineItem[] {
  if (priced.oldValue === 0) return [];
  return planItems(dodo, row.plan, row, -priced.factor).map((item) => shown(dodo, row, { ...item, tax: 0 }));
}

function shown(
  dodo: Dodo,
  row: SubscriptionRecord,
  line: Pick<
    Line,
    | 'kind'
    | 'itemId'
    | 'factor'
    | 'quantity'
    | 'taxInclusive'
    | 'taxRate'
    | 'unitPrice'
    | 'name'
    | 'description'
    | 'tax'
  >,
): LineItem {
  const common = {
    id: line.itemId,
    currency: row.currency,
    proration_factor: line.factor,
    quantity: line.quantity,
    tax_inclusive: line.taxInclusive,
    tax_rate: line.taxRate / 100,
    unit_price: line.unitPrice,
    description: line.description,
    tax: line.tax,
  };
  if (line.kind !== 'addon') return { ...common, type: 'subscription', product_id: line.itemId, name: line.name };
  const category = dodo.tables.addons.get(line.itemId)?.taxCategory ?? 'saas';
  return { ...common, type: 'addon', name: line.name ?? '', tax_category: category };
}
