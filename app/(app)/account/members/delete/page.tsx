import type { Metadata } from 'next';
import { DELETE_ACCOUNT } from '@/components/account/profile/copy';
import { SignInAgain } from '@/components/account/sign-in-again';
import { StepPage } from '@/components/account/step-page';
import { DELETE_WORKSPACE } from '@/components/team/copy';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { signedInRecently } from '@/lib/account/recent-sign-in';
import { requireMember } from '@/lib/auth';
import { loadTeam } from '@/lib/team/team';

export const metadata: Metadata = { title: DELETE_WORKSPACE.title };

export default async function DeleteWorkspace() {
  const user = await requireMember('owner', '/account/members/delete');
  const { name } = await loadTeam(user.workspaceId);
  return (
    <StepPage title={DELETE_WORKSPACE.title} lead={DELETE_WORKSPACE.lead(name)}>
      <ul className="grid list-disc gap-2 pl-5">
        {DELETE_WORKSPACE.consequences.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {signedInRecently(user) ? (
        <ConfirmForm workspaceId={user.workspaceId} />
      ) : (
        <SignInAgain path="/account/members/delete" />
      )}
    </StepPage>
  );
}

/** Requires a checkbox, so that one accidental click deletes nothing. */
function ConfirmForm({ workspaceId }: { readonly workspaceId: string }) {
  return (
    <form method="post" action="/api/workspace/delete" className="grid gap-6">
      <input type="hidden" name="workspace" value={workspaceId} />
      <label className="flex min-h-11 cursor-pointer items-center gap-3 font-medium">
        <input type="checkbox" name="understood" value="yes" required className="size-4.5 accent-foreground" />
        {DELETE_ACCOUNT.understood}
      </label>
      <div className="flex flex-wrap gap-3">
        <Button variant="destructive" size="lg">
          {DELETE_WORKSPACE.button}
        </Button>
        <LinkButton variant="outline" href="/account/members" size="lg">
          {DELETE_WORKSPACE.keep}
        </LinkButton>
      </div>
    </form>
  );
}
