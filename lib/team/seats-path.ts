import { changeable, changeQuery } from '@/lib/billing/account/change';
import { AppError } from '@/lib/errors';

/**
 * The page with the exact price of as many seats; the members page where the subscription can't be changed now, and
 * invitations wait until it can.
 */
export async function seatsPath(workspaceId: string, quantity: number): Promise<string> {
  try {
    const { from } = await changeable(workspaceId);
    const { plan, interval } = from;
    return `/account/change/confirm?${changeQuery({ plan, interval, quantity })}`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return '/account/members?success=held';
  }
}
