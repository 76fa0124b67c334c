import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/link-button';
import { DELETE_ACCOUNT } from './copy';

/** Requires a checkbox, so that one accidental click deletes nothing. */
export function DeleteAccountForm() {
  return (
    <form method="post" action="/api/account/delete" className="grid gap-6">
      <label className="flex min-h-11 cursor-pointer items-center gap-3 font-medium">
        <input type="checkbox" name="understood" value="yes" required className="size-4.5 accent-foreground" />
        {DELETE_ACCOUNT.understood}
      </label>
      <div className="flex flex-wrap gap-3">
        <Button variant="destructive" size="lg">
          {DELETE_ACCOUNT.button}
        </Button>
        <LinkButton variant="outline" href="/account/profile" size="lg">
          {DELETE_ACCOUNT.keep}
        </LinkButton>
      </div>
    </form>
  );
}
