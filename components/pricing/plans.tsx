import { CREDITS_ON_SALE, LIFETIMES_ON_SALE, PLANS_SHOWN } from '@/lib/billing/catalog/on-sale';
import { PRICING } from './copy';
import { OneTimeCard } from './one-time-card';
import { PlanCard } from './plan-card';
import { PriceToggles } from './price-toggles';
import { ViewerState } from './viewer-state';
import { oneTimeView, planView } from './views';

/** Two or four cards fill two columns, any other number three. */
const COLUMNS = PLANS_SHOWN.length === 2 || PLANS_SHOWN.length === 4 ? 'lg:grid-cols-2' : 'lg:grid-cols-3';

const ONE_TIME = [...LIFETIMES_ON_SALE, ...CREDITS_ON_SALE];

export function Plans() {
  return (
    <ViewerState>
      <PriceToggles />
      <section aria-labelledby="plans" className={`mt-8 grid grid-cols-1 gap-5 ${COLUMNS}`}>
        <h2 id="plans" className="sr-only">
          {PRICING.plans}
        </h2>
        {PLANS_SHOWN.map((plan) => (
          <PlanCard key={plan} view={planView(plan)} />
        ))}
      </section>
      {ONE_TIME.length > 0 && (
        <section aria-labelledby="one-time" className="mt-12 grid grid-cols-1 gap-5">
          <h2 id="one-time" className="text-xl">
            {PRICING.oneTime}
          </h2>
          {ONE_TIME.map((sku) => (
            <OneTimeCard key={sku} view={oneTimeView(sku)} />
          ))}
        </section>
      )}
      <p className="mt-5 text-sm text-muted-foreground">{PRICING.tax}</p>
    </ViewerState>
  );
}
