import type { Interval } from '@/lib/billing/catalog/intervals';
import { INTERVALS_ON_SALE, monthsFreeIn } from '@/lib/billing/catalog/on-sale';
import { CURRENCIES } from '@/lib/billing/money';
import { INTERVAL_NAMES, PRICING } from './copy';

/** Billing period and currency of the page. Plain radio buttons; price-toggles.css hides all other prices. */
export function PriceToggles() {
  const intervals = INTERVALS_ON_SALE.map((value) => ({ value, label: INTERVAL_NAMES[value], note: noteOn(value) }));
  // CSS can't know the currencies, so prices and choices are matched by number.
  const currencies = CURRENCIES.map((label, index) => ({ value: `${index + 1}`, label, note: null }));
  const first = INTERVALS_ON_SALE.includes('month') ? 'month' : INTERVALS_ON_SALE[0];
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-4">
      <Choice name="interval" legend={PRICING.interval} options={intervals} first={first} />
      <Choice name="currency" legend={PRICING.currency} options={currencies} first="1" />
    </div>
  );
}

function noteOn(interval: Interval): string | null {
  const months = monthsFreeIn(interval);
  return months === null ? null : PRICING.monthsFree(months);
}

interface ChoiceProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { value: string; label: string; note: string | null }[];
  /** The one that is selected at first. */
  readonly first: string | undefined;
}

/** Radio buttons styled as a segmented control. Nothing to choose, nothing shown. */
function Choice({ name, legend, options, first }: ChoiceProps) {
  if (options.length < 2) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-xs text-muted-foreground">{legend}</legend>
      <div className="inline-flex flex-wrap rounded-sm border border-input bg-card p-1">
        {options.map(({ value, label, note }) => (
          <label
            key={value}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-xs px-3.5 text-sm font-medium hover:bg-muted has-checked:bg-foreground has-checked:text-background has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring"
          >
            <input type="radio" name={name} value={value} defaultChecked={value === first} className="sr-only" />
            {label}
            {note !== null && <span className="text-xs font-normal opacity-85">{note}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
