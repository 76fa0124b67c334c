import { exportOf, toJson } from '@/lib/account/export';
import { requireUserApi } from '@/lib/auth';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** Everything kept about the person who asks, as a file. Reads a lot, so not often. */
export const GET = route(async () => {
  const user = await requireUserApi();
  await limit('account-export', user.id, { max: 5, windowSeconds: 3600 });
  const exported = await exportOf(user.id);
  const day = exported.exportedAt.toISOString().slice(0, 10);
  return new Response(toJson(exported), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="account-${day}.json"`,
    },
  });
});
