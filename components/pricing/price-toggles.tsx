import type { Interval } from '@/lib/billing/catalog/intervals';
import { INTERVALS_ON_SALE, monthsFreeIn } from '@/lib/billing/catalog/on-sale';
import { CURRENCIES } from '@/lib/billing/money';
import { INTERVAL_NAMES, PRICING } from './copy';
import { SegmentedControl } from './segmented-control';

/** Billing period and currency of the page. Plain radio buttons; price-toggles.css hides all other prices. */
export function PriceToggles() {
  const intervals = INTERVALS_ON_SALE.map((value) => ({ value, label: INTERVAL_NAMES[value], note: noteOn(value) }));
  // CSS can't know the currencies, so prices and choices are matched by number.
  const currencies = CURRENCIES.map((label, index) => ({ value: `${index + 1}`, label, note: null }));
  const first = INTERVALS_ON_SALE.includes('month') ? 'month' : INTERVALS_ON_SALE[0];
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-4">
      <SegmentedControl name="interval" legend={PRICING.interval} options={intervals} first={first} />
      <SegmentedControl name="currency" legend={PRICING.currency} options={currencies} first="1" />
    </div>
  );
}

function noteOn(interval: Interval): string | null {
  const months = monthsFreeIn(interval);
  return months === null ? null : PRICING.monthsFree(months);
}
