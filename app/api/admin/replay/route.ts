import type { z } from 'zod';
import { replayInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { previewReplay, replay, requeue } from '@/lib/billing/webhooks/replay';
import type { ReplaySelection } from '@/lib/billing/webhooks/replay-pages';
import { env } from '@/lib/env';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { eventsWhere } from '@/lib/operators/events';

/** More events than this would keep the browser waiting: the jobs process them. */
const AT_ONCE = 50;

/** Processes stored webhooks again. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const wanted = await readForm(request, replayInput);
  const selection = await selectionOf(wanted);
  const actor = `admin:${admin.id}`;
  const { count, more } = await previewReplay(selection, AT_ONCE);
  if (more || count > AT_ONCE) {
    await requeue(selection, actor);
    return respondWithUrl(request, `${env().appUrl}/admin/events?done=queued`);
  }
  const { failed, waiting, dead } = await replay(selection, actor);
  const done = failed + dead > 0 ? 'replayed-partly' : waiting > 0 ? 'queued' : 'replayed';
  return respondWithUrl(request, `${env().appUrl}/admin/events?done=${done}`);
});

async function selectionOf(wanted: z.output<typeof replayInput>): Promise<ReplaySelection> {
  if ('event' in wanted) return { by: 'ids', ids: [wanted.event] };
  if ('dead' in wanted) return { by: 'dead' };
  return { by: 'filter', where: await eventsWhere(wanted) };
}
