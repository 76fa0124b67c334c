import { type MemberRole, roleIncludes } from '@/lib/workspaces/roles';

/** Each with the least role that may open it; `team` only where several people can be in a workspace. */
const PAGES = [
  { href: '/account', name: 'Plan', role: 'member', team: false },
  { href: '/account/payments', name: 'Payments', role: 'admin', team: false },
  { href: '/account/members', name: 'Members', role: 'member', team: true },
  { href: '/account/profile', name: 'Profile', role: 'member', team: false },
  { href: '/account/security', name: 'Security', role: 'member', team: false },
] as const;

export type AccountPage = Pick<(typeof PAGES)[number], 'href' | 'name'>;

export const TABS_LABEL = 'Account sections';

/** The sections of the account that a member sees. */
export function accountPages(role: MemberRole, team: boolean): AccountPage[] {
  return PAGES.filter((page) => roleIncludes(role, page.role) && (team || !page.team));
}
