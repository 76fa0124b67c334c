'use client';

import { Badge } from '../ui/badge';
import { CardDivider } from '../ui/card';
import { Check } from '../ui/icons';
import { LinkButton } from '../ui/link-button';
import { BuyForm } from './buy-form';
import { PRICING, priceIsPer } from './copy';
import { CurrentPlan } from './current-plan';
import type { PlanPrice } from './price-display';
import type { PlanView } from './views';

interface Props {
  readonly view: PlanView;
}

export function PlanCard({ view }: Props) {
  const lifted = view.highlighted ? 'shadow-lift [--border:var(--input)]' : '';
  return (
    <article
      aria-labelledby={`plan-${view.plan}`}
      className={`flex flex-col rounded-md border border-border bg-card ${lifted}`}
    >
      <div className="grid gap-5 p-6">
        <Head view={view} />
        {view.prices === null ? <FreeOffer view={view} /> : <Offer view={view} prices={view.prices} />}
      </div>
      <CardDivider />
      <ul className="grid gap-2.5 p-6 text-sm">
        {view.points.map((point) => (
          <li key={point} className="flex gap-2.5">
            <Check className="mt-0.5 size-4" />
            {point}
          </li>
        ))}
      </ul>
    </article>
  );
}

function Head({ view: { plan, name, line, trialDays, prices } }: Props) {
  return (
    <header>
      <div className="flex items-start justify-between gap-3">
        <h3 id={`plan-${plan}`} className="text-xl">
          {name}
        </h3>
        {prices !== null && (
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

/** Only what differs is repeated for each price, which keeps the page small. */
function Offer({ view, prices }: Props & { readonly prices: readonly PlanPrice[] }) {
  const { plan, button, highlighted, maxSeats } = view;
  const shown = ({ shownFor, number }: PlanPrice) => ({ 'data-interval': shownFor.join(' '), 'data-currency': number });
  return (
    <div>
      {prices.map((one) => (
        <div key={`${one.interval}-${one.currency}`} {...shown(one)}>
          <p>
            <span className="figures text-3xl font-medium">{one.price}</span>{' '}
            <span className="text-muted-foreground">{priceIsPer(one.interval, maxSeats)}</span>
          </p>
          <p className="mt-1 text-sm text-muted-foreground">
            {one.saving === null ? PRICING.renews : PRICING.saves(one.saving)}
          </p>
        </div>
      ))}
      <div className="stack mt-5">
        {prices.map((one) => (
          <BuyForm
            key={`${one.interval}-${one.currency}`}
            className="group-data-[subscribed=yes]/viewer:invisible"
            order={{ plan, interval: one.interval, currency: one.currency }}
            button={button}
            variant={highlighted ? 'default' : 'outline'}
            {...shown(one)}
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
  );
}

function FreeOffer({ view: { free, button } }: Props) {
  return (
    <div>
      {free.map(({ currency, number, price }) => (
        <p key={currency} data-currency={number} className="figures text-3xl font-medium">
          {price}
        </p>
      ))}
      <p className="mt-1 text-sm text-muted-foreground">{PRICING.free}</p>
      <LinkButton variant="outline" href="/dashboard" size="lg" className="mt-5 w-full">
        {button}
      </LinkButton>
    </div>
  );
}
