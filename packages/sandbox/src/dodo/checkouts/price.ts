import type { Address } from '../api/fields';
import { reductionsOf } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { type Item, type Quote, quote } from '../money/quote';
import { taxRate } from '../money/tax';
import { planOf, recurringPrice, unitPrice } from '../products/plan';
import type { CartItem, CheckoutOrder } from '../records/checkout';
import type { ProductRecord } from '../records/product';
import type { AppliedDiscount, Plan } from '../records/subscription';
import { planItems } from '../subscriptions/price';
import { inCurrency } from './currency';

export interface Buyer {
  billing: Address;
  taxId: string | null;
}

/** A cart item with today's price. */
export interface Entry {
  item: CartItem;
  product: ProductRecord;
  /** Null for one-time products. */
  plan: Plan | null;
  trialDays: number;
  trialAmount: number | null;
  /** Charged today: nothing during a free trial or for a mandate only. */
  items: Item[];
  /** Whether discount codes reduce today's charge. */
  discounted: boolean;
}

/** Prices the cart with today's prices. */
export function entries(dodo: Dodo, order: CheckoutOrder, buyer: Buyer): Entry[] {
  return order.cart.map((item) => {
    const product = need(dodo.tables.products, item.productId);
    const price = recurringPrice(product);
    if (!price)
      return {
        item,
        product,
        plan: null,
        trialDays: 0,
        trialAmount: null,
        items: [once(order, item, product, buyer)],
        discounted: true,
      };
    const plan = converted(planOf(dodo, product, item.quantity, item.addons), product, order);
    const recurring = price.type === 'recurring_price' ? price : null;
    const trialDays = order.trialDays ?? recurring?.trial_period_days ?? 0;
    const trialAmount =
      trialDays > 0 && recurring?.trial_amount
        ? inCurrency(recurring.trial_amount, price.currency, order.currency)
        : null;
    const items = dueToday(dodo, order, plan, buyer, trialDays, trialAmount);
    const discounted = trialDays === 0 || recurring?.trial_apply_discounts === true;
    return { item, product, plan, trialDays, trialAmount, items, discounted };
  });
}

/** Today's total of a cart. */
export function priceToday(dodo: Dodo, order: CheckoutOrder, cart: Entry[], discounts: AppliedDiscount[]): Quote {
  const reductions = reductionsOf(dodo, discounts, order.currency);
  const parts = cart.map((entry) => ({ entry, priced: entry.discounted }));
  const reduced = quote(
    parts.filter((part) => part.priced).flatMap((part) => part.entry.items),
    reductions,
  );
  const full = quote(parts.filter((part) => !part.priced).flatMap((part) => part.entry.items));
  return {
    lines: [...reduced.lines, ...full.lines],
    subtotal: reduced.subtotal + full.subtotal,
    discount: reduced.discount,
    creditUsed: 0,
    tax: reduced.tax + full.tax,
    total: reduced.total + full.total,
  };
}

function dueToday(
  dodo: Dodo,
  order: CheckoutOrder,
  plan: Plan,
  buyer: Buyer,
  trialDays: number,
  trialAmount: number | null,
): Item[] {
  const items = planItems(dodo, plan, buyer);
  const [product] = items;
  if (!product) return [];
  if (order.onDemand?.mandateOnly) return [{ ...product, unitPrice: 0 }];
  if (order.onDemand?.price != null) {
    const description = order.onDemand.description ?? product.description;
    return [{ ...product, quantity: 1, unitPrice: order.onDemand.price, description }];
  }
  return trialDays > 0 ? [{ ...product, unitPrice: trialAmount ?? 0 }] : items;
}

function once(order: CheckoutOrder, item: CartItem, product: ProductRecord, buyer: Buyer): Item {
  const { price } = product;
  const wanted = price.type === 'one_time_price' && price.pay_what_you_want ? item.amount : null;
  return {
    itemId: product.id,
    kind: 'product',
    name: product.name,
    description: product.description,
    quantity: item.quantity,
    unitPrice: inCurrency(wanted ?? unitPrice(price), price.currency, order.currency),
    factor: 1,
    taxInclusive: price.tax_inclusive ?? false,
    taxRate: taxRate(buyer.billing, buyer.taxId),
  };
}

function converted(plan: Plan, product: ProductRecord, order: CheckoutOrder): Plan {
  const into = (amount: number) => inCurrency(amount, product.price.currency, order.currency);
  return {
    ...plan,
    unitPrice: into(plan.unitPrice),
    addons: plan.addons.map((addon) => ({ ...addon, unitPrice: into(addon.unitPrice) })),
  };
}
