import { z } from 'zod';
import { requireMemberApi, type SignedIn } from '@/lib/auth';
import { billingOverview } from '@/lib/billing/account/overview';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import { appError } from '@/lib/errors';
import { route } from '@/lib/http/route';

const checkoutId = z.uuid();

/** The account page's data as JSON; `?checkout=` adds the state of that checkout. Amounts are in minor units. */
export const GET = route(async (request) => {
  const user = await requireMemberApi('admin');
  const requested = request.nextUrl.searchParams.get('checkout');
  const checkout = requested === null ? undefined : await confirmOwn(user, requested);
  const overview = await billingOverview(user.workspaceId);
  return new Response(JSON.stringify({ ...overview, ...(checkout && { checkout }) }, bigintToNumber), {
    headers: { 'content-type': 'application/json' },
  });
});

async function confirmOwn({ workspaceId, viewedBy }: SignedIn, requested: string) {
  if (!checkoutId.safeParse(requested).success) throw appError('not-found');
  return confirmCheckout(workspaceId, requested, { ledgerOnly: viewedBy !== undefined });
}

/** JSON has no bigint; amounts in minor units fit a double. */
function bigintToNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
