import type { ResumeTerms } from '@/lib/billing/account/pause';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { type DescriptionItem, DescriptionList } from '../../ui/description-list';
import { formatAmount, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { RESUME } from './copy';

interface Props {
  readonly terms: ResumeTerms;
  readonly reader: Reader;
}

/** What resuming costs, with the button that confirms exactly this. */
export function ResumeSummary({ terms, reader }: Props) {
  const { dueNow } = terms;
  const due = formatAmount(dueNow, terms, reader);
  return (
    <Card>
      <form method="post" action="/api/account/resume" className="grid gap-6 p-6">
        <input type="hidden" name="terms" value={terms.terms} />
        <DescriptionList items={itemsOf(terms, due, reader)} />
        {dueNow > 0n && <p className="text-sm text-muted-foreground">{RESUME.card}</p>}
        <div className="flex flex-wrap gap-3">
          <Button size="lg">{dueNow > 0n ? RESUME.pay(due) : RESUME.confirm}</Button>
          <LinkButton variant="outline" href="/account" size="lg">
            {RESUME.keep}
          </LinkButton>
        </div>
      </form>
    </Card>
  );
}

function itemsOf(terms: ResumeTerms, due: string, reader: Reader): DescriptionItem[] {
  const { amount, daysLeft } = terms;
  return [
    { name: RESUME.due, value: <span className="figures text-xl">{due}</span> },
    ...(daysLeft === null ? [] : [{ name: RESUME.remaining, value: RESUME.days(daysLeft) }]),
    { name: RESUME.renewals, value: RESUME.renewalsValue(formatAmount(amount, terms, reader)) },
  ];
}
