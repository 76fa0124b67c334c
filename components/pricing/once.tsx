import { CURRENCIES } from '@/lib/billing/money';
import { CATALOGUE } from '@/lib/billing/plans';
import { Field } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { BuyForm } from './buy-form';
import { shown } from './offers';
import { CREDITS, LIFETIME, PRICING } from './words';

const { lifetime, credits } = CATALOGUE;

/** What is paid once: Pro for good. */
export function LifetimeCard() {
  return (
    <OnceCard id="lifetime" name={LIFETIME.name} line={LIFETIME.line}>
      {CURRENCIES.map((currency) => (
        <div key={currency} data-currency={currency} className="grid gap-4">
          <p className="figures text-2xl font-medium">{shown(lifetime.prices[currency], currency)}</p>
          <div className="stack">
            <BuyForm
              className="group-data-[lifetime=yes]/person:invisible"
              order={{ plan: 'lifetime', currency }}
              button={LIFETIME.button}
            />
            <LinkButton href="/account" size="lg" className="invisible group-data-[lifetime=yes]/person:visible">
              {PRICING.owned}
            </LinkButton>
          </div>
        </div>
      ))}
    </OnceCard>
  );
}

/** Packs of credits, as many as wanted. */
export function CreditsCard() {
  return (
    <OnceCard id="credits" name={CREDITS.name} line={CREDITS.line(credits.credits)}>
      {CURRENCIES.map((currency) => (
        <div key={currency} data-currency={currency} className="grid gap-4">
          <p>
            <span className="figures text-2xl font-medium">{shown(credits.prices[currency], currency)}</span>{' '}
            <span className="text-sm text-muted">{CREDITS.each}</span>
          </p>
          <BuyForm
            className="grid grid-cols-[5rem_minmax(0,1fr)] items-end gap-3"
            order={{ plan: 'credits', currency }}
            button={CREDITS.button}
          >
            <Field
              id={`quantity-${currency}`}
              label={CREDITS.quantity}
              name="quantity"
              type="number"
              inputMode="numeric"
              min={1}
              max={credits.maxQuantity}
              step={1}
              defaultValue={1}
              required
              className="figures min-h-13"
            />
          </BuyForm>
        </div>
      ))}
    </OnceCard>
  );
}

interface OnceProps {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly children: React.ReactNode;
}

/** A ticket lying on its side: words on the left, price and button on the right of the tear. */
function OnceCard({ id, name, line, children }: OnceProps) {
  return (
    <article
      aria-labelledby={id}
      className="grid grid-cols-1 gap-6 rounded-md border border-line bg-surface p-6 sm:grid-cols-[1fr_17rem]"
    >
      <div>
        <h3 id={id} className="text-xl">
          {name}
        </h3>
        <p className="mt-1 max-w-md text-muted">{line}</p>
      </div>
      <div className="border-line sm:border-l-2 sm:border-dashed sm:pl-6">{children}</div>
    </article>
  );
}
