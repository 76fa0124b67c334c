import { formatMoney } from '@/lib/billing/money';
import type { ResumeTerms } from '@/lib/billing/pause';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { LinkButton } from '../ui/link-button';
import { RESUME } from './words-pause';

interface Props {
  readonly terms: ResumeTerms;
  readonly locale: string;
}

/** What going on costs, and the button that does exactly this. */
export function ResumeTicket({ terms, locale }: Props) {
  const { dueNow, currency } = terms;
  const due = formatMoney(dueNow, currency, locale);
  return (
    <Card>
      <form method="post" action="/api/account/resume" className="grid gap-6 p-6">
        <input type="hidden" name="due" value={String(dueNow)} />
        <Facts facts={factsOf(terms, due, locale)} />
        {dueNow > 0n && <p className="text-sm text-muted">{RESUME.card}</p>}
        <div className="flex flex-wrap gap-3">
          <Button variant="signal" size="lg">
            {dueNow > 0n ? RESUME.pay(due) : RESUME.confirm}
          </Button>
          <LinkButton href="/account" size="lg">
            {RESUME.keep}
          </LinkButton>
        </div>
      </form>
    </Card>
  );
}

function factsOf({ dueNow, amount, currency, daysLeft }: ResumeTerms, due: string, locale: string): Fact[] {
  return [
    { name: RESUME.due, value: <span className="figures text-xl">{dueNow === 0n ? RESUME.nothing(due) : due}</span> },
    ...(daysLeft === null ? [] : [{ name: RESUME.left, value: RESUME.days(daysLeft) }]),
    { name: RESUME.after, value: RESUME.afterValue(formatMoney(amount, currency, locale)) },
  ];
}
