import { PLANS } from '@/lib/billing/plans';
import { pricesOf, shown } from '../pricing/offers';
import { PLAN_WORDS, PRICING } from '../pricing/words';
import { LinkButton } from '../ui/link-button';
import { HERO } from './words';

const ROWS = [
  { plan: 'free', price: shown(0n, 'USD'), per: '' },
  { plan: 'starter', price: monthly('starter'), per: PRICING.per.month },
  { plan: 'pro', price: monthly('pro'), per: PRICING.per.month },
] as const;

/** The plans in three lines, with the way to the whole story. */
export function PlanStrip() {
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
          <LinkButton href="/pricing">{HERO.plans}</LinkButton>
        </p>
      </div>
      <ul className="border-t-2 border-ink">
        {ROWS.map(({ plan, price, per }) => (
          <li
            key={plan}
            className="grid gap-x-6 gap-y-1 border-b border-line py-5 sm:grid-cols-[7rem_1fr_auto] sm:items-baseline"
          >
            <h3 className="text-lg">{PLANS[plan].name}</h3>
            <p className="text-muted">{PLAN_WORDS[plan].line}</p>
            <p>
              <span className="figures text-lg font-medium">{price}</span>{' '}
              <span className="text-sm text-muted">{per}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function monthly(plan: 'starter' | 'pro'): string {
  return pricesOf(plan).find(({ interval, currency }) => interval === 'month' && currency === 'USD')?.price ?? '';
}
