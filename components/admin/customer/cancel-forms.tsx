import type { OperatorCancelTerms } from '@/lib/billing/operators/cancel';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { Field } from '../../ui/field';
import { LinkButton } from '../../ui/link-button';
import { formatTime } from '../format';
import { subscriptionFacts } from './cancel-choice';
import { ACTIONS } from './copy';
import { CANCEL } from './steps-copy';

interface Props {
  readonly workspaceId: string;
  readonly email: string | null;
  /** Null when nothing can be canceled. */
  readonly terms: OperatorCancelTerms | null;
}

/** What canceling means, with one button for each way. */
export function CancelForms({ workspaceId, email, terms }: Props) {
  const back = (
    <LinkButton variant="outline" href={`/admin/customers/${workspaceId}`}>
      {CANCEL.back}
    </LinkButton>
  );
  if (terms === null)
    return (
      <div className="grid justify-items-start gap-4">
        <p>{CANCEL.none}</p>
        {back}
      </div>
    );
  const { subscription, plan, paidUntil, loses, owing, canRunOut } = terms;
  return (
    <Card className="max-w-2xl p-4">
      <p className="font-semibold">{CANCEL.lead(email, plan)}</p>
      <DescriptionList
        items={[
          ...subscriptionFacts(subscription),
          { name: CANCEL.paidUntil, value: formatTime(paidUntil) },
          {
            name: CANCEL.loses,
            value: loses === null ? CANCEL.nothing : CANCEL.losesUntil(loses.kind, formatTime(loses.until)),
          },
        ]}
      />
      {owing && <p className="text-sm">{CANCEL.owing}</p>}
      <form method="post" action="/api/admin/cancel" className="mt-4 grid gap-4">
        <input type="hidden" name="workspace" value={workspaceId} />
        <input type="hidden" name="terms" value={terms.terms} />
        <Field id="reason" name="reason" label={ACTIONS.reason} hint={ACTIONS.reasonHint} maxLength={500} required />
        <ul className="grid gap-1 text-sm text-muted-foreground">
          {canRunOut && (
            <li>
              {CANCEL.periodEnd}: {CANCEL.periodEndHint}
            </li>
          )}
          <li>
            {CANCEL.now}: {CANCEL.nowHint}
          </li>
        </ul>
        <div className="flex flex-wrap gap-3">
          {canRunOut && (
            <Button variant="outline" name="when" value="period_end">
              {CANCEL.periodEnd}
            </Button>
          )}
          <Button variant="destructive" name="when" value="now">
            {CANCEL.now}
          </Button>
          {back}
        </div>
      </form>
    </Card>
  );
}
