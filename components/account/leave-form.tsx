import { Button } from '../ui/button';
import { LinkButton } from '../ui/link-button';
import { LEAVE } from './words-profile';

/** A box to tick and a button: nobody deletes an account by one wrong click. */
export function LeaveForm() {
  return (
    <form method="post" action="/api/account/delete" className="grid gap-6">
      <label className="flex min-h-11 cursor-pointer items-center gap-3 font-medium">
        <input type="checkbox" name="understood" value="yes" required className="size-4.5 accent-ink" />
        {LEAVE.understood}
      </label>
      <div className="flex flex-wrap gap-3">
        <Button variant="danger" size="lg">
          {LEAVE.button}
        </Button>
        <LinkButton href="/account/profile" size="lg">
          {LEAVE.keep}
        </LinkButton>
      </div>
    </form>
  );
}
