import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { openCardPage } from '@/lib/billing/card';
import { goOn } from '@/lib/http/answers';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limitAccount } from '../limit';

/** Leads to the payment company's page for another card; what is open is paid with it. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, z.strictObject({}));
  await limitAccount('card', user.id);
  const { url } = await openCardPage(user.id);
  return goOn(request, url);
});
