import { CreditsCard, LifetimeCard } from './once';
import { Personal } from './personal';
import { FreeCard, PlanCard } from './plan-card';
import { Switches } from './switches';
import { PRICING } from './words';

/** Everything that is for sale, with the switches that decide how it is shown. */
export function Plans() {
  return (
    <Personal>
      <Switches />
      <section aria-labelledby="plans" className="mt-8 grid grid-cols-1 gap-5 lg:grid-cols-3">
        <h2 id="plans" className="sr-only">
          {PRICING.plans}
        </h2>
        <FreeCard />
        <PlanCard plan="starter" />
        <PlanCard plan="pro" />
      </section>
      <section aria-labelledby="once" className="mt-12 grid grid-cols-1 gap-5">
        <h2 id="once" className="text-xl">
          {PRICING.once}
        </h2>
        <LifetimeCard />
        <CreditsCard />
      </section>
      <p className="mt-5 text-sm text-muted">{PRICING.tax}</p>
    </Personal>
  );
}
