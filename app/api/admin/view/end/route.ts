import { emptyInput } from '@/lib/api/inputs';
import { requireOperator, stopViewing } from '@/lib/auth';
import { env } from '@/lib/env';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** The operator is themselves again, and is led to the customer's page. */
export const POST = route(async (request) => {
  await requireOperator({ whileViewing: true });
  assertSameOrigin(request);
  await readForm(request, emptyInput);
  const viewed = await stopViewing();
  return respondWithUrl(request, `${env().appUrl}/admin${viewed === null ? '' : `/customers/${viewed}`}`);
});
