import type { ReactNode } from 'react';
import { oneTimeCopy } from '@/lib/billing/catalog/on-sale';
import { offerOf, type Sku } from '@/lib/billing/catalog/plans';
import { Field } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { BuyForm } from './buy-form';
import { PRICING } from './copy';
import { EachCurrency } from './each-currency';
import { formatPrice } from './price-display';

interface Props {
  readonly sku: Sku;
}

export function LifetimeCard({ sku }: Props) {
  const { prices } = offerOf(sku);
  return (
    <OneTimeCard sku={sku}>
      <EachCurrency className="grid gap-4">
        {(currency) => (
          <>
            <p className="figures text-2xl font-medium">{formatPrice(prices[currency], currency)}</p>
            <div className="stack">
              <BuyForm
                className="group-data-[lifetime=yes]/viewer:invisible"
                order={{ plan: sku, currency }}
                button={oneTimeCopy(sku).button}
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
        )}
      </EachCurrency>
    </OneTimeCard>
  );
}

export function CreditsCard({ sku }: Props) {
  const offer = offerOf(sku);
  return (
    <OneTimeCard sku={sku}>
      <EachCurrency className="grid gap-4">
        {(currency) => (
          <>
            <p>
              <span className="figures text-2xl font-medium">{formatPrice(offer.prices[currency], currency)}</span>{' '}
              <span className="text-sm text-muted-foreground">{PRICING.perPack}</span>
            </p>
            <BuyForm
              className="grid grid-cols-[5rem_minmax(0,1fr)] items-end gap-3"
              order={{ plan: sku, currency }}
              button={oneTimeCopy(sku).button}
            >
              <Field
                id={`${sku}-quantity-${currency}`}
                label={PRICING.packs}
                name="quantity"
                type="number"
                inputMode="numeric"
                min={1}
                max={offer.kind === 'credits' ? offer.maxQuantity : 1}
                step={1}
                defaultValue={1}
                required
                className="figures min-h-13"
              />
            </BuyForm>
          </>
        )}
      </EachCurrency>
    </OneTimeCard>
  );
}

function OneTimeCard({ sku, children }: Props & { readonly children: ReactNode }) {
  const { name, line } = oneTimeCopy(sku);
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
      <div className="border-border sm:border-l-2 sm:border-dashed sm:pl-6">{children}</div>
    </article>
  );
}
