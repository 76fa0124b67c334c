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
      <section aria-label={PRICING.plans} className="mt-8 grid gap-5 lg:grid-cols-3">
        <FreeCard />
        <PlanCard plan="starter" />
        <PlanCard plan="pro" />
      </section>
      <section aria-label={PRICING.once} className="mt-5 grid gap-5">
        <LifetimeCard />
        <CreditsCard />
      </section>
      <p className="mt-5 text-sm text-muted">{PRICING.tax}</p>
    </Personal>
  );
}
