import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { openPortal } from '@/lib/billing/portal';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { wantsJson } from '@/lib/http/wants';
import { limitBilling } from '../billing/limit';
import { seeOther } from '../billing/see-other';

const portalInput = z.strictObject({ provider: z.enum(['stripe', 'dodo']).optional() });

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { provider } = await readForm(request, portalInput);
  await limitBilling('portal', user.id, request);
  const { url } = await openPortal(user.id, provider);
  return wantsJson(request) ? Response.json({ url }) : seeOther(url);
});
