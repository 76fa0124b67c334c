import type { SignedIn } from '@/lib/auth';
import { planOverview } from '@/lib/billing/account/overview';
import { NavLink } from '../site/nav-link';
import { type AccountPage, accountPages, TABS_LABEL } from './tabs';

interface Props {
  readonly user: Pick<SignedIn, 'workspaceId' | 'workspaceRole'>;
  readonly current: AccountPage['href'];
}

/** Links, so that every tab has a URL and works without JavaScript. */
export async function AccountTabs({ user, current }: Props) {
  const { team } = await planOverview(user.workspaceId);
  return (
    <nav aria-label={TABS_LABEL} className="-mt-2 overflow-x-auto border-b border-border">
      <ul className="flex sm:gap-1">
        {accountPages(user.workspaceRole, team).map(({ href, name }) => (
          <li key={href}>
            <NavLink
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className="-mb-px inline-flex min-h-11 items-center border-b-3 border-transparent px-2 text-sm font-medium whitespace-nowrap hover:border-input aria-[current]:border-primary sm:px-3"
            >
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
