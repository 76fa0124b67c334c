import { FEEDBACK } from '@/lib/billing/account/cancel';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { LinkButton } from '../../ui/link-button';
import { CANCEL, REASONS } from './copy';

export function CancelForm({ terms }: { readonly terms: string }) {
  return (
    <form method="post" action="/api/account/cancel" className="grid gap-8">
      <input type="hidden" name="when" value="period_end" />
      <input type="hidden" name="terms" value={terms} />
      <fieldset className="grid gap-1">
        <legend className="font-medium">{CANCEL.reason}</legend>
        <p className="mb-2 text-sm text-muted-foreground">{CANCEL.optional}</p>
        <Reason value="" label={CANCEL.noReason} />
        {FEEDBACK.map((feedback) => (
          <Reason key={feedback} value={feedback} label={REASONS[feedback]} />
        ))}
      </fieldset>
      <TextArea id="comment" name="comment" label={CANCEL.comment} hint={CANCEL.commentHint} rows={3} maxLength={500} />
      <div className="flex flex-wrap gap-3">
        <Button variant="destructive" size="lg">
          {CANCEL.button}
        </Button>
        <LinkButton variant="outline" href="/account" size="lg">
          {CANCEL.keep}
        </LinkButton>
      </div>
    </form>
  );
}

function Reason({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3">
      <input
        type="radio"
        name="feedback"
        value={value}
        defaultChecked={value === ''}
        className="size-4.5 accent-foreground"
      />
      {label}
    </label>
  );
}
