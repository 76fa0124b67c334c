'use client';

import { Field } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { BuyForm } from './buy-form';
import { PRICING } from './copy';
import type { CurrencyPrice } from './price-display';
import type { OneTimeView } from './views';

interface Props {
  readonly view: OneTimeView;
}

export function OneTimeCard({ view }: Props) {
  const { sku, name, line, prices, maxQuantity } = view;
  return (
    <article
      aria-labelledby={sku}
      className="grid grid-cols-1 gap-6 rounded-md border border-border bg-card p-6 sm:grid-cols-[1fr_17rem]"
    >
      <div>
        <h3 id={sku} className="text-xl">
          {name}
        </h3>
        <p className="mt-1 max-w-md text-muted-foreground">{line}</p>
      </div>
      <div className="border-border sm:border-l-2 sm:border-dashed sm:pl-6">
        {prices.map((one) => (
          <div key={one.currency} data-currency={one.number} className="grid gap-4">
            {maxQuantity === null ? (
              <Lifetime view={view} one={one} />
            ) : (
              <Credits view={view} one={one} max={maxQuantity} />
            )}
          </div>
        ))}
      </div>
    </article>
  );
}

interface OfferProps extends Props {
  readonly one: CurrencyPrice;
}

function Lifetime({ view: { sku, button }, one: { currency, price } }: OfferProps) {
  return (
    <>
      <p className="figures text-2xl font-medium">{price}</p>
      <div className="stack">
        <BuyForm
          className="group-data-[lifetime=yes]/viewer:invisible"
          order={{ plan: sku, currency }}
          button={button}
        />
        <LinkButton
          variant="outline"
          href="/account"
          size="lg"
          className="invisible group-data-[lifetime=yes]/viewer:visible"
        >
          {PRICING.owned}
        </LinkButton>
      </div>
    </>
  );
}

function Credits({ view: { sku, button }, one: { currency, price }, max }: OfferProps & { readonly max: number }) {
  return (
    <>
      <p>
        <span className="figures text-2xl font-medium">{price}</span>{' '}
        <span className="text-sm text-muted-foreground">{PRICING.perPack}</span>
      </p>
      <BuyForm
        className="grid grid-cols-[5rem_minmax(0,1fr)] items-end gap-3"
        order={{ plan: sku, currency }}
        button={button}
      >
        <Field
          id={`${sku}-quantity-${currency}`}
          label={PRICING.packs}
          name="quantity"
          type="number"
          inputMode="numeric"
          min={1}
          max={max}
          step={1}
          defaultValue={1}
          required
          className="figures min-h-13"
        />
      </BuyForm>
    </>
  );
}
