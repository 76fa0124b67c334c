import type { SignedIn } from '@/lib/auth';
import type { Overview } from '@/lib/billing/account/overview';
import { PLANS } from '@/lib/billing/catalog/plans';
import { ownerOf } from '@/lib/workspaces/owner';
import { Card } from '../ui/card';
import { LinkButton } from '../ui/link-button';
import { MEMBER_PLAN } from './copy';

interface Props {
  readonly user: Pick<SignedIn, 'workspaceId'>;
  readonly overview: Pick<Overview, 'access'>;
}

/** What a member may use, without prices and dates of charges: those are for the owner and admins. */
export async function MemberPlan({ user, overview: { access } }: Props) {
  const { name, email } = await ownerOf(user.workspaceId);
  return (
    <Card labelledBy="plan" className="grid gap-2 p-6">
      <h2 id="plan" className="text-sm font-medium tracking-normal text-muted-foreground">
        {MEMBER_PLAN.title}
      </h2>
      <p className="text-2xl font-semibold tracking-tight">{PLANS[access.plan].name}</p>
      <p className="max-w-prose">{MEMBER_PLAN.levels[access.level]}</p>
      <p className="max-w-prose">{MEMBER_PLAN.managedBy(name ?? email ?? '')}</p>
      <p>
        <LinkButton variant="outline" href="/account/members">
          {MEMBER_PLAN.members}
        </LinkButton>
      </p>
    </Card>
  );
}
