import { CURRENCIES } from '@/lib/billing/money';
import { INTERVALS } from './offers';
import { PRICING } from './words';

/** What the whole page is shown in. Plain radio buttons; app/globals.css hides what is not chosen. */
export function Switches() {
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-4">
      <Choice
        name="interval"
        legend={PRICING.interval}
        options={INTERVALS.map((value) => ({
          value,
          label: PRICING[value],
          note: value === 'year' ? PRICING.saving : null,
        }))}
      />
      <Choice
        name="currency"
        legend={PRICING.currency}
        options={CURRENCIES.map((value) => ({ value, label: value, note: null }))}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { value: string; label: string; note: string | null }[];
}

/** A row of radio buttons that looks like one switch. The first is chosen. */
function Choice({ name, legend, options }: ChoiceProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-xs text-muted">{legend}</legend>
      <div className="inline-flex rounded-sm border border-line-strong bg-surface p-1">
        {options.map(({ value, label, note }, index) => (
          <label
            key={value}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-xs px-3.5 text-sm font-medium hover:bg-sunken has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input type="radio" name={name} value={value} defaultChecked={index === 0} className="sr-only" />
            {label}
            {note !== null && <span className="text-xs font-normal opacity-85">{note}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
