import { id } from '../../engine/random';
import type { Dodo } from '../dodo';
import type { PortalSessionRecord } from '../records/customer';
import { DAY_MS } from '../time/calendar';

/**
 * A login link for the customer portal, valid for 24 hours. Its exact format is not documented (switch `portal_link`).
 */
export function openPortal(dodo: Dodo, customerId: string, returnUrl: string | null): string {
  const now = dodo.now();
  const token = id('', 40);
  dodo.tables.portals.put(token, { token, customerId, createdMs: now, expiresMs: now + DAY_MS, returnUrl });
  return dodo.switches.get('portal_link') === 'path'
    ? `${dodo.payUrl}/portal/${token}`
    : `${dodo.payUrl}/portal?token=${token}`;
}

/** The session of a token, or null when it doesn't exist or has expired. */
export function portalOf(dodo: Dodo, token: string): PortalSessionRecord | null {
  const session = dodo.tables.portals.get(token);
  return session && session.expiresMs > dodo.now() ? session : null;
}
