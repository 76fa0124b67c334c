import { newId } from '../api/ids';
import type { InvoiceLineRecord } from '../billing-tables';
import type { Period } from '../periods/calendar';

/** An invoice line before it is created. Amounts in minor units, before discounts. */
export interface LineDraft {
  /** The id it keeps when its invoice is recalculated. */
  id?: string;
  amount: number;
  currency: string;
  description: string | null;
  quantity: number;
  period: Period;
  /** Null for an amount without a price. `unit` is null if the amount is a fraction of the price. */
  price: { id: string; product: string; unit: string | null } | null;
  discountable: boolean;
  /** Discounts of this line only. */
  discounts: string[];
  metadata: Record<string, string>;
  parent: InvoiceLineRecord['parent'];
  subscription: string | null;
}

/** The amount of one discount on a line. */
export interface DiscountAmount {
  discount: string;
  amount: number;
}

/** The line in its response form. */
export function lineRecord(draft: LineDraft, invoice: string, discountAmounts: DiscountAmount[]): InvoiceLineRecord {
  const { price } = draft;
  return {
    id: draft.id ?? newId('line_item'),
    object: 'line_item',
    amount: draft.amount,
    currency: draft.currency,
    description: draft.description,
    discount_amounts: discountAmounts,
    discountable: draft.discountable,
    discounts: draft.discounts,
    invoice,
    livemode: false,
    metadata: draft.metadata,
    parent: draft.parent,
    period: { end: draft.period.end, start: draft.period.start },
    pretax_credit_amounts: discountAmounts.map((it) => ({
      amount: it.amount,
      discount: it.discount,
      type: 'discount',
    })),
    pricing: price && {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: price.unit,
    },
    quantity: draft.quantity,
    quantity_decimal: String(draft.quantity),
    subscription: draft.subscription,
    subtotal: draft.amount,
    taxes: [],
  };
}

/** The amount of a line after its discounts. */
export const netOf = (line: InvoiceLineRecord): number =>
  line.amount - (line.discount_amounts ?? []).reduce((sum, it) => sum + it.amount, 0);
