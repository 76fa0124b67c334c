import { CREDITS_ON_SALE, LIFETIMES_ON_SALE, PLANS_ON_SALE, PLANS_SHOWN } from '@/lib/billing/catalog/on-sale';
import { PRICING } from './copy';
import { CreditsCard, LifetimeCard } from './one-time-cards';
import { FreeCard, PlanCard } from './plan-card';
import { PriceToggles } from './price-toggles';
import { ViewerState } from './viewer-state';

/** Two or four cards fill two columns, any other number three. */
const COLUMNS = PLANS_SHOWN.length === 2 || PLANS_SHOWN.length === 4 ? 'lg:grid-cols-2' : 'lg:grid-cols-3';

export function Plans() {
  return (
    <ViewerState>
      <PriceToggles />
      <section aria-labelledby="plans" className={`mt-8 grid grid-cols-1 gap-5 ${COLUMNS}`}>
        <h2 id="plans" className="sr-only">
          {PRICING.plans}
        </h2>
        {PLANS_SHOWN.map((plan) =>
          PLANS_ON_SALE.includes(plan) ? <PlanCard key={plan} plan={plan} /> : <FreeCard key={plan} plan={plan} />,
        )}
      </section>
      {LIFETIMES_ON_SALE.length + CREDITS_ON_SALE.length > 0 && (
        <section aria-labelledby="one-time" className="mt-12 grid grid-cols-1 gap-5">
          <h2 id="one-time" className="text-xl">
            {PRICING.oneTime}
          </h2>
          {LIFETIMES_ON_SALE.map((sku) => (
            <LifetimeCard key={sku} sku={sku} />
          ))}
          {CREDITS_ON_SALE.map((sku) => (
            <CreditsCard key={sku} sku={sku} />
          ))}
        </section>
      )}
      <p className="mt-5 text-sm text-muted-foreground">{PRICING.tax}</p>
    </ViewerState>
  );
}
