import { portalInput } from '@/lib/api/inputs';
import { assertShown, requireMemberApi } from '@/lib/auth';
import { openPortal } from '@/lib/billing/account/portal';
import { clientIp } from '@/lib/client-ip';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

export const POST = route(async (request) => {
  const user = await requireMemberApi('admin', '/account');
  assertSameOrigin(request);
  assertShown(user, request.nextUrl.searchParams.get('workspace'));
  const { provider } = await readForm(request, portalInput);
  await limit('portal-account', user.id);
  await limit('portal-client', clientIp(request.headers));
  const { url } = await openPortal(user.workspaceId, provider);
  return respondWithUrl(request, url);
});
