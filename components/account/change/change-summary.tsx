import type { Change } from '@/lib/billing/account/change';
import { Button } from '../../ui/button';
import { Card, CardDivider } from '../../ui/card';
import { type DescriptionItem, DescriptionList } from '../../ui/description-list';
import { formatAmount, formatDate, type Reader } from '../../ui/format';
import { CONFIRM_CHANGE, SEATS } from './copy';

interface Props {
  readonly change: Change;
  readonly reader: Reader;
}

/** What a change costs and when it starts, with the button that confirms exactly this. */
export function ChangeSummary({ change, reader }: Props) {
  const { from, to, seats, dueNow, terms } = change;
  const due = formatAmount(dueNow, change, reader);
  return (
    <Card labelledBy="change">
      <h2 id="change" className="p-6 text-lg">
        {from.name === to.name
          ? CONFIRM_CHANGE.leadSeats(to.name, seats.from, seats.to)
          : CONFIRM_CHANGE.lead(from.name, to.name)}
      </h2>
      <CardDivider />
      <form method="post" action="/api/account/change" className="grid grid-cols-1 gap-6 px-6 pt-2 pb-6">
        <input type="hidden" name="plan" value={to.plan} />
        <input type="hidden" name="interval" value={to.interval} />
        <input type="hidden" name="quantity" value={seats.to} />
        <input type="hidden" name="terms" value={terms} />
        <DescriptionList items={itemsOf(change, reader)} />
        <div className="grid gap-2 text-sm text-muted-foreground">
          {hintsOf(change, reader).map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
        <Button size="lg" className="w-full whitespace-normal sm:w-auto sm:justify-self-start">
          {dueNow > 0n ? CONFIRM_CHANGE.pay(due) : CONFIRM_CHANGE.confirm}
        </Button>
      </form>
    </Card>
  );
}

function itemsOf(change: Change, reader: Reader): DescriptionItem[] {
  const { to, seats, when, dueNow, credit, amount, startsAt, firstAt, trial } = change;
  const money = (minor: bigint) => formatAmount(minor, change, reader);
  const date = formatDate(startsAt, reader);
  const later = trial ? CONFIRM_CHANGE.trialEnd(date) : CONFIRM_CHANGE.onDate(date);
  const first = firstAt === null ? null : formatDate(firstAt, reader);
  return [
    ...(seats.from > 1 || seats.to > 1 ? [{ name: SEATS.name, value: SEATS.count(seats.to) }] : []),
    { name: CONFIRM_CHANGE.starts, value: when === 'now' ? CONFIRM_CHANGE.immediately : later },
    { name: CONFIRM_CHANGE.due, value: <span className="figures text-xl">{money(dueNow)}</span> },
    ...(credit > 0n ? [{ name: CONFIRM_CHANGE.credit, value: CONFIRM_CHANGE.creditValue(money(credit)) }] : []),
    { name: CONFIRM_CHANGE.renewals, value: CONFIRM_CHANGE.renewalsValue(money(amount), to.interval, first) },
  ];
}

function hintsOf({ from, seats, when, dueNow, startsAt, estimated }: Change, reader: Reader): string[] {
  if (when === 'period_end')
    return [CONFIRM_CHANGE.hints.keeps(SEATS.plan(from.name, seats.from), formatDate(startsAt, reader))];
  if (dueNow === 0n) return [];
  const estimate = estimated ? [CONFIRM_CHANGE.hints.estimate] : [];
  return [CONFIRM_CHANGE.hints.proration, ...estimate, CONFIRM_CHANGE.hints.card];
}
