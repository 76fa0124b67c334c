import { PLANS } from '@/lib/billing/plans';
import { Badge } from '../ui/badge';
import { Tear } from '../ui/card';
import { Check } from '../ui/icons';
import { LinkButton } from '../ui/link-button';
import { BuyForm } from './buy-form';
import { type PaidPlan, pricesOf, shown, trialDaysOf } from './offers';
import { PLAN_WORDS, PRICING } from './words';

// Revealed by <Personal>, once it knows; written out because Tailwind reads class names, not expressions.
const YOURS: Record<PaidPlan, string> = {
  starter: 'group-data-[plan=starter]/person:visible',
  pro: 'group-data-[plan=pro]/person:visible',
};

/** A paid plan as a ticket: what it costs, one button, what it opens. */
export function PlanCard({ plan }: { readonly plan: PaidPlan }) {
  const trial = trialDaysOf(plan);
  const strong = plan === 'pro';
  return (
    <article
      aria-labelledby={`plan-${plan}`}
      className={`flex flex-col rounded-md border bg-surface ${strong ? 'border-line shadow-lift [--line:var(--line-strong)]' : 'border-line'}`}
    >
      <div className="grid gap-5 p-6">
        <Head plan={plan} trial={trial} />
        {pricesOf(plan).map(({ interval, currency, price, saving }) => (
          <div key={`${interval}-${currency}`} data-interval={interval} data-currency={currency}>
            <p>
              <span className="figures text-3xl font-medium">{price}</span>{' '}
              <span className="text-muted">{PRICING.per[interval]}</span>
            </p>
            <p className="mt-1 text-sm text-muted">{saving === null ? PRICING.renews : PRICING.saves(saving)}</p>
            <div className="stack mt-5">
              <BuyForm
                className="group-data-[subscribed=yes]/person:invisible"
                order={{ plan, interval, currency }}
                button={PLAN_WORDS[plan].button}
                variant={strong ? 'signal' : 'plain'}
              />
              <LinkButton href="/account" size="lg" className="invisible group-data-[subscribed=yes]/person:visible">
                {PRICING.manage}
              </LinkButton>
            </div>
          </div>
        ))}
      </div>
      <Tear />
      <Points plan={plan} />
    </article>
  );
}

function Head({ plan, trial }: { readonly plan: PaidPlan; readonly trial: number }) {
  return (
    <header>
      <div className="flex items-start justify-between gap-3">
        <h3 id={`plan-${plan}`} className="text-xl">
          {PLANS[plan].name}
        </h3>
        <span className="stack justify-items-end">
          {trial > 0 && (
            <span className="group-data-[subscribed=yes]/person:invisible">
              <Badge tone="signal">{PRICING.trial(trial)}</Badge>
            </span>
          )}
          <span className={`invisible ${YOURS[plan]}`}>
            <Badge tone="good">{PRICING.yours}</Badge>
          </span>
        </span>
      </div>
      <p className="mt-1 text-muted">{PLAN_WORDS[plan].line}</p>
    </header>
  );
}

function Points({ plan }: { readonly plan: keyof typeof PLAN_WORDS }) {
  return (
    <ul className="grid gap-2.5 p-6 text-sm">
      {PLAN_WORDS[plan].points.map((point) => (
        <li key={point} className="flex gap-2.5">
          <Check className="mt-0.5 size-4" />
          {point}
        </li>
      ))}
    </ul>
  );
}

/** The plan that costs nothing: a way in. */
export function FreeCard() {
  return (
    <article aria-labelledby="plan-free" className="flex flex-col rounded-md border border-line bg-surface">
      <div className="grid gap-5 p-6">
        <header>
          <h3 id="plan-free" className="text-xl">
            {PLANS.free.name}
          </h3>
          <p className="mt-1 text-muted">{PLAN_WORDS.free.line}</p>
        </header>
        <div>
          {(['USD', 'EUR', 'JPY'] as const).map((currency) => (
            <p key={currency} data-currency={currency}>
              <span className="figures text-3xl font-medium">{shown(0n, currency)}</span>
            </p>
          ))}
          <p className="mt-1 text-sm text-muted">{PRICING.forGood}</p>
          <LinkButton href="/dashboard" size="lg" className="mt-5 w-full">
            {PLAN_WORDS.free.button}
          </LinkButton>
        </div>
      </div>
      <Tear />
      <Points plan="free" />
    </article>
  );
}
