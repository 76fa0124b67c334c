import type { Change } from '@/lib/billing/change';
import { formatMoney } from '@/lib/billing/money';
import { Button } from '../ui/button';
import { Card, Tear } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { formatDate } from '../ui/format';
import { CONFIRM, SEATS } from './words-change';

interface Props {
  readonly change: Change;
  readonly locale: string;
}

/** What a change means, to the cent, and the one button that does exactly this. */
export function ChangeTicket({ change, locale }: Props) {
  const { from, to, seats, dueNow, currency, prorationAt } = change;
  const due = formatMoney(dueNow, currency, locale);
  return (
    <Card labelledBy="change">
      <h2 id="change" className="p-6 text-lg">
        {from.name === to.name ? CONFIRM.leadSeats(to.name, seats.from, seats.to) : CONFIRM.lead(from.name, to.name)}
      </h2>
      <Tear />
      <form method="post" action="/api/account/change" className="grid grid-cols-1 gap-6 px-6 pt-2 pb-6">
        <input type="hidden" name="plan" value={to.plan} />
        <input type="hidden" name="interval" value={to.interval} />
        <input type="hidden" name="quantity" value={seats.to} />
        <input type="hidden" name="prorationAt" value={prorationAt.toISOString()} />
        <Facts facts={factsOf(change, locale)} />
        <div className="grid gap-2 text-sm text-muted">
          {hintsOf(change, locale).map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
        <Button variant="signal" size="lg" className="w-full whitespace-normal sm:w-auto sm:justify-self-start">
          {dueNow > 0n ? CONFIRM.pay(due) : CONFIRM.confirm}
        </Button>
      </form>
    </Card>
  );
}

function factsOf(change: Change, locale: string): Fact[] {
  const { to, seats, when, dueNow, credit, currency, amount, startsAt, firstAt, trial } = change;
  const money = (minor: bigint) => formatMoney(minor, currency, locale);
  const date = formatDate(startsAt, locale);
  const later = trial ? CONFIRM.trialEnd(date) : CONFIRM.onDate(date);
  const due = dueNow === 0n ? CONFIRM.nothing(money(0n)) : money(dueNow);
  const first = firstAt === null ? null : formatDate(firstAt, locale);
  return [
    ...(seats.from > 1 || seats.to > 1 ? [{ name: SEATS.name, value: SEATS.count(seats.to) }] : []),
    { name: CONFIRM.begins, value: when === 'now' ? CONFIRM.atOnce : later },
    { name: CONFIRM.due, value: <span className="figures text-xl">{due}</span> },
    ...(credit > 0n ? [{ name: CONFIRM.credit, value: CONFIRM.creditValue(money(credit)) }] : []),
    { name: CONFIRM.after, value: CONFIRM.afterValue(money(amount), to.interval, first) },
  ];
}

function hintsOf({ from, seats, when, dueNow, startsAt, provider }: Change, locale: string): string[] {
  if (when === 'period_end')
    return [CONFIRM.exact.keeps(SEATS.plan(from.name, seats.from), formatDate(startsAt, locale))];
  if (dueNow === 0n) return [];
  // Dodo takes no instant to reckon from (lib/billing/providers/dodo/change.ts).
  const drift = provider === 'dodo' ? [CONFIRM.exact.toTheSecond] : [];
  return [CONFIRM.exact.difference, ...drift, CONFIRM.exact.card];
}
