import type { ReactNode } from 'react';
import { PLANS, type PlanKey } from '@/lib/billing/catalog/plans';
import { Badge } from '../ui/badge';
import { CardDivider } from '../ui/card';
import { Check } from '../ui/icons';
import { LinkButton } from '../ui/link-button';
import { BuyForm } from './buy-form';
import { PER_INTERVAL, PRICING } from './copy';
import { CurrentPlan } from './current-plan';
import { currencyNumber, EachCurrency } from './each-currency';
import { formatPrice, pricesOf } from './price-display';

interface Props {
  readonly plan: PlanKey;
}

export function PlanCard({ plan }: Props) {
  const { highlighted = false, button } = PLANS[plan];
  // Only what differs is repeated for each price, which keeps the page small.
  const prices = pricesOf(plan).map(({ interval, shownFor, currency, ...texts }) => ({
    ...{ interval, currency, ...texts },
    shown: { 'data-interval': shownFor.join(' '), 'data-currency': currencyNumber(currency) },
  }));
  return (
    <Card plan={plan}>
      <div>
        {prices.map(({ interval, currency, shown, price, saving }) => (
          <div key={`${interval}-${currency}`} {...shown}>
            <p>
              <span className="figures text-3xl font-medium">{price}</span>{' '}
              <span className="text-muted-foreground">{PER_INTERVAL[interval]}</span>
            </p>
            <p className="mt-1 text-sm text-muted-foreground">
              {saving === null ? PRICING.renews : PRICING.saves(saving)}
            </p>
          </div>
        ))}
        <div className="stack mt-5">
          {prices.map(({ interval, currency, shown }) => (
            <BuyForm
              key={`${interval}-${currency}`}
              className="group-data-[subscribed=yes]/viewer:invisible"
              order={{ plan, interval, currency }}
              button={button}
              variant={highlighted ? 'default' : 'outline'}
              {...shown}
            />
          ))}
          <LinkButton
            variant="outline"
            href="/account"
            size="lg"
            className="invisible group-data-[subscribed=yes]/viewer:visible"
          >
            {PRICING.manage}
          </LinkButton>
        </div>
      </div>
    </Card>
  );
}

export function FreeCard({ plan }: Props) {
  return (
    <Card plan={plan}>
      <div>
        <EachCurrency>
          {(currency) => <p className="figures text-3xl font-medium">{formatPrice(0n, currency)}</p>}
        </EachCurrency>
        <p className="mt-1 text-sm text-muted-foreground">{PRICING.free}</p>
        <LinkButton variant="outline" href="/dashboard" size="lg" className="mt-5 w-full">
          {PLANS[plan].button}
        </LinkButton>
      </div>
    </Card>
  );
}

function Card({ plan, children }: Props & { readonly children: ReactNode }) {
  const lifted = PLANS[plan].highlighted ? 'shadow-lift [--border:var(--input)]' : '';
  return (
    <article
      aria-labelledby={`plan-${plan}`}
      className={`flex flex-col rounded-md border border-border bg-card ${lifted}`}
    >
      <div className="grid gap-5 p-6">
        <Head plan={plan} />
        {children}
      </div>
      <CardDivider />
      <Points plan={plan} />
    </article>
  );
}

function Head({ plan }: Props) {
  const { name, line, trialDays = 0, prices } = PLANS[plan];
  return (
    <header>
      <div className="flex items-start justify-between gap-3">
        <h3 id={`plan-${plan}`} className="text-xl">
          {name}
        </h3>
        {prices !== undefined && (
          <span className="stack justify-items-end">
            {trialDays > 0 && (
              <span className="group-data-[subscribed=yes]/viewer:invisible">
                <Badge variant="default">{PRICING.trial(trialDays)}</Badge>
              </span>
            )}
            <CurrentPlan plan={plan} />
          </span>
        )}
      </div>
      <p className="mt-1 text-muted-foreground">{line}</p>
    </header>
  );
}

function Points({ plan }: Props) {
  return (
    <ul className="grid gap-2.5 p-6 text-sm">
      {PLANS[plan].points.map((point) => (
        <li key={point} className="flex gap-2.5">
          <Check className="mt-0.5 size-4" />
          {point}
        </li>
      ))}
    </ul>
  );
}
