import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { openPortal } from '@/lib/billing/portal';
import { goOn } from '@/lib/http/answers';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limitBilling } from '../billing/limit';

const portalInput = z.strictObject({ provider: z.enum(['stripe', 'dodo']).optional() });

export const POST = route(async (request) => {
  const user = await requireUserApi('/account');
  assertSameOrigin(request);
  const { provider } = await readForm(request, portalInput);
  await limitBilling('portal', user.id, request);
  const { url } = await openPortal(user.id, provider);
  return goOn(request, url);
});
