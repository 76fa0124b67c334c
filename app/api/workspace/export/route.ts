import { exportWorkspace, toJson } from '@/lib/account/export';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { route } from '@/lib/http/route';
import { limit } from '@/lib/rate-limit';

/** All data of the workspace as a JSON file. Rate-limited, because it reads every table. */
export const GET = route(async () => {
  const user = await requireMemberApi('admin', undefined, { self: true });
  await limit('export-account', user.id);
  const exported = await exportWorkspace(actorOf(user));
  const day = exported.exportedAt.toISOString().slice(0, 10);
  return new Response(toJson(exported), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="workspace-${day}.json"`,
    },
  });
});
