import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { INVITATION } from '@/components/team/copy';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { AppError, expected } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';
import { signInUrl } from '@/lib/redirect';
import { openInvitation } from '@/lib/team/accept';

// The URL contains the token, so it must not be sent as a referrer.
export const metadata: Metadata = { title: INVITATION.title, robots: { index: false }, referrer: 'strict-origin' };

interface Props {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}

/** Target of the emailed link. Opening it doesn't accept the invitation, so that mail scanners do no harm. */
export default async function Invitation({ searchParams }: Props) {
  const { token } = await searchParams;
  const given = typeof token === 'string' ? token.slice(0, 200) : '';
  const here = `/invitation?${new URLSearchParams({ token: given })}`;
  const user = await requireUser(here);
  const invitation = await expected(async () => {
    await limit('invitation-account', user.id);
    return openInvitation(user, given);
  });
  if (invitation instanceof AppError) {
    const other = invitation.code === 'workspace/other-address';
    return (
      <AuthPage>
        <PageHeading title={other ? INVITATION.otherTitle : INVITATION.invalidTitle}>
          {other ? INVITATION.other(user.email) : invitation.message}
        </PageHeading>
        <LinkButton variant="outline" href={other ? signInUrl(here) : '/dashboard'}>
          {other ? INVITATION.signOut : INVITATION.home}
        </LinkButton>
      </AuthPage>
    );
  }
  const { workspace, invitedBy, role } = invitation;
  return (
    <AuthPage>
      <PageHeading title={INVITATION.title}>{INVITATION.lead(invitedBy, workspace)}</PageHeading>
      <p>{INVITATION.role(role)}</p>
      <p className="text-sm text-muted-foreground">{INVITATION.keep}</p>
      <form method="post" action="/api/workspace/accept" className="grid gap-3">
        <input type="hidden" name="token" value={given} />
        <Button size="lg">{INVITATION.button}</Button>
      </form>
      <LinkButton variant="outline" href="/dashboard">
        {INVITATION.later}
      </LinkButton>
    </AuthPage>
  );
}
