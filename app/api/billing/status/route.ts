import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { confirmCheckout } from '@/lib/billing/confirm';
import { billingOverview } from '@/lib/billing/overview';
import { appError } from '@/lib/errors';
import { route } from '@/lib/http/route';

const checkoutId = z.uuid();

/** What the account page knows, for programs; with `?checkout=` how that checkout stands. Money is in minor units. */
export const GET = route(async (request) => {
  const user = await requireUserApi();
  const asked = request.nextUrl.searchParams.get('checkout');
  const checkout = asked === null ? undefined : await confirmOwn(user.id, asked);
  const overview = await billingOverview(user.id);
  return new Response(JSON.stringify({ ...overview, ...(checkout && { checkout }) }, numbersForMoney), {
    headers: { 'content-type': 'application/json' },
  });
});

async function confirmOwn(userId: string, asked: string) {
  if (!checkoutId.safeParse(asked).success) throw appError('not-found');
  return confirmCheckout(userId, asked);
}

/** JSON has no bigint; amounts in minor units fit a double for all the money there is. */
function numbersForMoney(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
