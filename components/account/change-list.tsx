import type { ChangeOption, ChangeOptions } from '@/lib/billing/change-options';
import { formatMoney } from '@/lib/billing/money';
import { PLAN_WORDS } from '../pricing/words';
import { Card } from '../ui/card';
import { formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { CHANGE, SEATS } from './words-change';

interface Props {
  readonly choice: ChangeOptions;
  readonly locale: string;
}

/** The other plans, each with its price, when it would begin, and the way to its exact amounts. */
export function ChangeList({ choice, locale }: Props) {
  return (
    <ul aria-label={CHANGE.options} className="grid gap-4">
      {choice.options.map((option) => (
        <li key={`${option.plan} ${option.interval}`}>
          <Card className="flex flex-col gap-4 p-6 sm:flex-row sm:items-center sm:justify-between">
            <div className="grid gap-1">
              <h2 className="text-lg">{SEATS.plan(option.name, option.seats)}</h2>
              <p className="figures text-xl font-semibold">
                {CHANGE.price(formatMoney(option.amount, choice.currency, locale), option.interval)}
              </p>
              <p className="text-sm text-muted">{PLAN_WORDS[option.plan].line}</p>
              <p className="text-sm text-muted">{whenOf(option, choice, locale)}.</p>
            </div>
            <LinkButton
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

function whenOf({ when }: ChangeOption, { periodEnd }: ChangeOptions, locale: string): string {
  if (when === 'now') return CHANGE.when.now;
  return CHANGE.when.period_end(periodEnd === null ? null : formatDate(periodEnd, locale));
}
