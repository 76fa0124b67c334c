import { exportAccount } from '@/lib/account/export';
import { requireUserApi } from '@/lib/auth';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** All data of the signed-in user as a JSON file, sent while it is read. Rate-limited, because it reads every table. */
export const GET = route(async () => {
  const user = await requireUserApi(undefined, { self: true });
  await limit('export-account', user.id);
  const { exportedAt, body } = await exportAccount(user.id);
  const day = exportedAt.toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="account-${day}.json"`,
    },
  });
});
