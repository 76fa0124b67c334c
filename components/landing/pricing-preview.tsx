import { defaultIntervalOf, PLANS_ON_SALE, PLANS_SHOWN } from '@/lib/billing/catalog/on-sale';
import { offerOf, PLANS, type PlanKey, skuOfPlan } from '@/lib/billing/catalog/plans';
import { DEFAULT_CURRENCY } from '@/lib/billing/money';
import { PRICING, priceIsPer } from '../pricing/copy';
import { formatPrice } from '../pricing/price-display';
import { LinkButton } from '../ui/link-button';
import { HERO } from './copy';

export function PricingPreview() {
  return (
    <section
      aria-labelledby="plans"
      className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-20 sm:px-6 md:grid-cols-[1fr_2fr]"
    >
      <div className="grid content-start gap-6">
        <h2 id="plans" className="text-2xl">
          {PRICING.plans}
        </h2>
        <p>
          <LinkButton variant="outline" href="/pricing">
            {HERO.plans}
          </LinkButton>
        </p>
      </div>
      <ul className="border-t-2 border-foreground">
        {PLANS_SHOWN.map((plan) => {
          const { price, per } = priceOf(plan);
          return (
            <li
              key={plan}
              className="grid gap-x-6 gap-y-1 border-b border-border py-5 sm:grid-cols-[7rem_1fr_auto] sm:items-baseline"
            >
              <h3 className="text-lg">{PLANS[plan].name}</h3>
              <p className="text-muted-foreground">{PLANS[plan].line}</p>
              <p>
                <span className="figures text-lg font-medium">{price}</span>{' '}
                <span className="text-sm text-muted-foreground">{per}</span>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The price a visitor sees first on the pricing page. */
function priceOf(plan: PlanKey): { price: string; per: string } {
  const interval = defaultIntervalOf(plan);
  const sku = PLANS_ON_SALE.includes(plan) ? skuOfPlan(plan, interval) : null;
  if (sku === null) return { price: formatPrice(0n, DEFAULT_CURRENCY), per: '' };
  const price = formatPrice(offerOf(sku).prices[DEFAULT_CURRENCY], DEFAULT_CURRENCY);
  return { price, per: priceIsPer(interval, PLANS[plan].maxSeats ?? 1) };
}
