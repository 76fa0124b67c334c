import type { ChangeOptions } from '@/lib/billing/change-options';
import { formatMoney } from '@/lib/billing/money';
import { SEAT_REPORTS } from '@/lib/reports/allowance';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Field } from '../ui/field';
import { SEATS } from './words-change';

interface Props {
  readonly choice: ChangeOptions;
  readonly locale: string;
}

/** How many seats there should be. Only asks: the next page shows what it means. Nothing for a plan of one person. */
export function SeatsForm({ choice, locale }: Props) {
  const { seats, from, currency } = choice;
  if (seats === null) return null;
  const each = formatMoney(from.amount / BigInt(seats.now), currency, locale);
  return (
    <Card labelledBy="seats-title" className="grid gap-4 p-6">
      <div className="grid gap-1">
        <h2 id="seats-title" className="text-lg">
          {SEATS.title}
        </h2>
        <p className="text-sm text-muted">
          {SEATS.lead(from.name, seats.now)} {SEATS.each(each, from.interval)} {SEATS.brings(SEAT_REPORTS)}{' '}
          {choice.trial ? SEATS.whenTrial : SEATS.when}
        </p>
      </div>
      <form method="get" action="/account/change/confirm" className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="plan" value={from.plan} />
        <input type="hidden" name="interval" value={from.interval} />
        <Field
          id="quantity"
          name="quantity"
          type="number"
          inputMode="numeric"
          label={SEATS.field(seats.max)}
          min={1}
          max={seats.max}
          defaultValue={seats.now}
          required
        />
        <Button>{SEATS.choose}</Button>
      </form>
    </Card>
  );
}
