import { requireMemberApi } from '@/lib/auth';
import { payPage } from '@/lib/billing/account/pay-page';
import { env } from '@/lib/env';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** Leads to the provider's page for the open invoice of the user, or else to the page for a new payment method. */
export const GET = route(async (request) => {
  const user = await requireMemberApi('admin', '/account/pay', { self: true });
  await limit('invoice-account', user.id);
  const page = await payPage(user.workspaceId);
  return respondWithUrl(request, page ?? `${env().appUrl}/account/payment-method`);
});
