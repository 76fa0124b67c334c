import type { ChangeOptions } from '@/lib/billing/account/change-options';
import { SEAT_REPORTS } from '@/lib/reports/allowance';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { Field } from '../../ui/field';
import { formatAmount, type Reader } from '../../ui/format';
import { SEATS } from './copy';

interface Props {
  readonly choice: ChangeOptions;
  readonly reader: Reader;
}

/** Chooses a number of seats; the next page shows the price. Renders nothing for plans without seats. */
export function SeatsForm({ choice, reader }: Props) {
  const { seats, from } = choice;
  if (seats === null) return null;
  const each = formatAmount(seats.each, choice, reader);
  return (
    <Card labelledBy="seats-title" className="grid gap-4 p-6">
      <div className="grid gap-1">
        <h2 id="seats-title" className="text-lg">
          {SEATS.title}
        </h2>
        <p className="text-sm text-muted-foreground">
          {SEATS.lead(from.name, seats.now)} {SEATS.each(each, from.interval)} {SEATS.reports(SEAT_REPORTS)}{' '}
          {choice.trial ? SEATS.startsTrial : SEATS.starts}
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
          defaultValue={Math.max(1, seats.now)}
          required
        />
        <Button variant="outline">{SEATS.choose}</Button>
      </form>
    </Card>
  );
}
