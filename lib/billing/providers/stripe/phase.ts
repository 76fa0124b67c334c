import type Stripe from 'stripe';
import { idOf } from './shapes';

type Phase = Stripe.SubscriptionSchedule.Phase;
type Item = Stripe.SubscriptionSchedule.Phase.Item;
type PhaseParams = Stripe.SubscriptionScheduleUpdateParams.Phase;
type ItemParams = Stripe.SubscriptionScheduleUpdateParams.Phase.Item;

/** The parameters that keep a phase as Stripe returned it: rewriting a phase drops whatever isn't sent again. */
export function phaseAsIs(phase: Phase): PhaseParams {
  return {
    ...terms(phase),
    items: phase.items.map(itemAsIs),
    // A phase is a trial only as long as it says so.
    ...(phase.trial_end === null ? {} : { trial_end: phase.trial_end }),
  };
}

/** The same terms with another price for one of its items. */
export function nextPhase(
  phase: Phase,
  ownPrice: string,
  { price, quantity }: { price: string; quantity: number },
): PhaseParams {
  const changed = (item: Item) => (idOf(item.price) === ownPrice ? { price, quantity } : {});
  return { ...terms(phase), items: phase.items.map((item) => ({ ...itemAsIs(item), ...changed(item) })) };
}

function terms(phase: Phase): Omit<PhaseParams, 'items'> {
  const method = idOf(phase.default_payment_method);
  return {
    discounts: phase.discounts.map(discountAsIs),
    ...(phase.metadata === null ? {} : { metadata: phase.metadata }),
    ...(method === null ? {} : { default_payment_method: method }),
    ...(phase.automatic_tax === undefined ? {} : { automatic_tax: { enabled: phase.automatic_tax.enabled } }),
    ...(phase.default_tax_rates?.length ? { default_tax_rates: phase.default_tax_rates.map(({ id }) => id) } : {}),
    ...(phase.collection_method === null ? {} : { collection_method: phase.collection_method }),
  };
}

function itemAsIs(item: Item): ItemParams {
  const price = idOf(item.price);
  return {
    ...(price === null ? {} : { price }),
    ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
    ...(item.discounts.length === 0 ? {} : { discounts: item.discounts.map(discountAsIs) }),
    ...(item.tax_rates?.length ? { tax_rates: item.tax_rates.map(({ id }) => id) } : {}),
  };
}

interface DiscountRef {
  readonly coupon: string | { readonly id: string } | null;
  readonly discount: string | { readonly id: string } | null;
  readonly promotion_code: string | { readonly id: string } | null;
}

/** The running discount itself if there is one, so its remaining duration is kept. */
function discountAsIs({ discount, promotion_code, coupon }: DiscountRef) {
  const [running, code, plain] = [idOf(discount), idOf(promotion_code), idOf(coupon)];
  if (running !== null) return { discount: running };
  if (code !== null) return { promotion_code: code };
  return plain === null ? {} : { coupon: plain };
}
