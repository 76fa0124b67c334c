import { FEEDBACK } from '@/lib/billing/cancel';
import { Button } from '../ui/button';
import { TextArea } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { CANCEL, REASONS } from './words-cancel';

/** Why, if the customer likes to say, and the button. Never in the way: an empty form is enough. */
export function CancelForm() {
  return (
    <form method="post" action="/api/account/cancel" className="grid gap-8">
      <input type="hidden" name="when" value="period_end" />
      <fieldset className="grid gap-1">
        <legend className="font-medium">{CANCEL.reason}</legend>
        <p className="mb-2 text-sm text-muted">{CANCEL.optional}</p>
        <Reason value="" words={CANCEL.none} />
        {FEEDBACK.map((feedback) => (
          <Reason key={feedback} value={feedback} words={REASONS[feedback]} />
        ))}
      </fieldset>
      <TextArea id="comment" name="comment" label={CANCEL.comment} hint={CANCEL.commentHint} rows={3} maxLength={500} />
      <div className="flex flex-wrap gap-3">
        <Button variant="danger" size="lg">
          {CANCEL.button}
        </Button>
        <LinkButton href="/account" size="lg">
          {CANCEL.keep}
        </LinkButton>
      </div>
    </form>
  );
}

function Reason({ value, words }: { readonly value: string; readonly words: string }) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3">
      <input type="radio" name="feedback" value={value} defaultChecked={value === ''} className="size-4.5 accent-ink" />
      {words}
    </label>
  );
}
