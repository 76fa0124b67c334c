import { exportWorkspace } from '@/lib/account/export';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** All data of the workspace as a JSON file, sent while it is read. Rate-limited, because it reads every table. */
export const GET = route(async () => {
  const user = await requireMemberApi('admin', undefined, { self: true });
  await limit('export-account', user.id);
  const { exportedAt, body } = await exportWorkspace(actorOf(user));
  const day = exportedAt.toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="workspace-${day}.json"`,
    },
  });
});
