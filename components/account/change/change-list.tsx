import type { ChangeOption, ChangeOptions } from '@/lib/billing/account/change-options';
import { PLANS } from '@/lib/billing/catalog/plans';
import { Card } from '../../ui/card';
import { formatAmount, formatDate, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { CHANGE, SEATS } from './copy';

interface Props {
  readonly choice: ChangeOptions;
  readonly reader: Reader;
}

export function ChangeList({ choice, reader }: Props) {
  return (
    <ul aria-label={CHANGE.options} className="grid gap-4">
      {choice.options.map((option) => (
        <li key={`${option.plan} ${option.interval}`}>
          <Card className="flex flex-col gap-4 p-6 sm:flex-row sm:items-center sm:justify-between">
            <div className="grid gap-1">
              <h2 className="text-lg">{SEATS.plan(option.name, option.seats)}</h2>
              <p className="figures text-xl font-semibold">
                {CHANGE.price(formatAmount(option.amount, choice, reader), option.interval)}
              </p>
              <p className="text-sm text-muted-foreground">{PLANS[option.plan].line}</p>
              <p className="text-sm text-muted-foreground">{startOf(option, choice, reader)}</p>
            </div>
            <LinkButton
              variant="outline"
              href={`/account/change/confirm?plan=${option.plan}&interval=${option.interval}`}
              aria-label={`${CHANGE.choose}: ${option.name}`}
              className="shrink-0"
            >
              {CHANGE.choose}
            </LinkButton>
          </Card>
        </li>
      ))}
    </ul>
  );
}

function startOf({ when }: ChangeOption, { periodEnd }: ChangeOptions, reader: Reader): string {
  if (when === 'now') return CHANGE.starts.now;
  return CHANGE.starts.period_end(periodEnd === null ? null : formatDate(periodEnd, reader));
}
