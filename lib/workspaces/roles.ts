import type { MemberRole } from '../generated/prisma/enums';

export type { MemberRole };

/** From the least to the most. An owner may do everything, an admin manages people and billing, a member uses what is paid. */
export const ROLES = ['member', 'admin', 'owner'] as const satisfies readonly MemberRole[];

/** The roles that an invitation or a change can give; ownership is transferred instead. */
export const GIVEN_ROLES = ['member', 'admin'] as const satisfies readonly MemberRole[];

/** Whether a role includes what another one may do. */
export function roleIncludes(role: MemberRole, wanted: MemberRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}
