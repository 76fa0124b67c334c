import type { SignedIn } from '@/lib/auth';
import { planOverview } from '@/lib/billing/account/overview';
import { TabNav } from '../site/tab-nav';
import { type AccountPage, accountPages, TABS_LABEL } from './tabs';

interface Props {
  readonly user: Pick<SignedIn, 'workspaceId' | 'workspaceRole'>;
  readonly current: AccountPage['href'];
}

export async function AccountTabs({ user, current }: Props) {
  const { team } = await planOverview(user.workspaceId);
  return <TabNav label={TABS_LABEL} pages={accountPages(user.workspaceRole, team)} current={current} />;
}
