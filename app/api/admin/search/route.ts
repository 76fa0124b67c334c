import { searchInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { env } from '@/lib/env';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { findCustomers } from '@/lib/operators/search';

/** Leads to the one customer who is found, or to the list. A POST, because addresses of people don't belong in URLs. */
export const POST = route(async (request) => {
  await requireOperator();
  assertSameOrigin(request);
  const { q } = await readForm(request, searchInput);
  const { rows } = await findCustomers(q, undefined);
  const [only] = rows;
  const found = q !== '' && rows.length === 1 && only !== undefined;
  const list = q === '' ? '/admin' : `/admin?q=${encodeURIComponent(q.split('@')[0] ?? '')}`;
  return respondWithUrl(request, `${env().appUrl}${found ? `/admin/customers/${only.id}` : list}`);
});
