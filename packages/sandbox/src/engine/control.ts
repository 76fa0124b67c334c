import { Hono } from 'hono';
import { z } from 'zod';
import { clockState, moveClock } from './clock-control';
import { endpointControl } from './endpoint-control';
import { API_FAULTS, DELIVERY_FAULTS, type Fault } from './faults';
import type { World } from './world';

const faultInput = z.strictObject({
  kind: z.enum([...API_FAULTS, ...DELIVERY_FAULTS]),
  provider: z.enum(['stripe', 'dodo', 'all']).default('all'),
  probability: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
  times: z.int().positive().nullable().default(null),
  match: z.string().nullable().default(null),
  seconds: z.number().min(0).max(3600).default(2),
  hang: z.boolean().default(false),
  /** Duration in seconds of the main clock. */
  for: z.int().positive().nullable().default(null),
  retryAfter: z.int().min(0).nullable().default(null),
});

/** The control API, `/_sandbox/*`, for tests, scripts and the control page. JSON requests and responses. */
export function controlApi(world: World): Hono {
  const { deliveries, faults, log } = world;
  const app = new Hono();

  app.get('/_sandbox/health', (c) =>
    c.json({
      ok: true,
      pid: process.pid,
      dataDir: world.config.dataDir,
      appUrl: world.config.appUrl,
      now: world.clocks.iso(),
    }),
  );
  app.post('/_sandbox/snapshots', async (c) => {
    const input = z.strictObject({ name: z.string().min(1) }).safeParse(await c.req.json().catch(() => undefined));
    if (!input.success) return c.json({ error: { message: 'Expected {"name": "…"}.' } }, 422);
    await world.snapshot(input.data.name);
    return c.json(input.data, 201);
  });
  app.post('/_sandbox/reset', async (c) => {
    const input = z.strictObject({ snapshot: z.string().optional() }).safeParse(await c.req.json().catch(() => ({})));
    if (!input.success) return c.json({ error: { message: 'Expected {} or {"snapshot": "…"}.' } }, 422);
    try {
      await world.reset(input.data.snapshot);
    } catch (error) {
      if (error instanceof RangeError) return c.json({ error: { message: error.message } }, 404);
      throw error;
    }
    return c.json({ ok: true });
  });

  app.get('/_sandbox/clock', (c) => c.json(clockState(world)));
  app.post('/_sandbox/clock', async (c) => {
    const moved = await moveClock(world, await c.req.json().catch(() => undefined));
    return 'error' in moved ? c.json({ error: { message: moved.error } }, 422) : c.json(moved);
  });

  app.get('/_sandbox/events', (c) => {
    const limit = Number(c.req.query('limit') ?? 1000);
    const events = deliveries.emitted(c.req.query('provider')).slice(0, limit);
    return c.json({
      data: events.map((event) => ({ ...event, deliveries: deliveries.list({ eventId: event.id }).map(summary) })),
    });
  });
  app.get('/_sandbox/events/:id', (c) => {
    const eventId = c.req.param('id');
    const body = deliveries.preview(eventId);
    if (body === undefined) return c.json({ error: { message: `There is no event ${eventId}.` } }, 404);
    return c.json({ id: eventId, body, deliveries: deliveries.list({ eventId }) });
  });
  app.post('/_sandbox/events/:id/resend', async (c) => {
    const eventId = c.req.param('id');
    const { endpoint } = z
      .object({ endpoint: z.string().optional() })
      .catch({})
      .parse(await c.req.json().catch(() => ({})));
    try {
      await deliveries.resend(eventId, endpoint);
    } catch (error) {
      if (error instanceof RangeError) return c.json({ error: { message: error.message } }, 404);
      throw error;
    }
    return c.json({ data: deliveries.list({ eventId }) });
  });

  app.get('/_sandbox/deliveries', (c) => {
    const { provider, event, eventId = event, limit } = c.req.query();
    return c.json({
      data: deliveries.list({
        ...(provider ? { provider } : {}),
        ...(eventId ? { eventId } : {}),
        limit: limit ? Number(limit) : 1000,
      }),
    });
  });
  app.post('/_sandbox/deliveries/idle', async (c) => {
    await deliveries.idle();
    return c.json({ ok: true });
  });
  app.post('/_sandbox/deliveries/retry', (c) => {
    deliveries.retryNow();
    return c.json({ ok: true });
  });
  app.post('/_sandbox/pause-deliveries', async (c) => {
    const input = z.object({ on: z.boolean() }).safeParse(await c.req.json().catch(() => undefined));
    if (!input.success) return c.json({ error: { message: 'Expected {"on": true or false}.' } }, 422);
    deliveries.pause(input.data.on);
    return c.json(input.data);
  });

  app.get('/_sandbox/faults', (c) => c.json({ data: faults.list() }));
  app.post('/_sandbox/faults', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const input = z.array(faultInput).safeParse(Array.isArray(body) ? body : [body]);
    if (!input.success) return c.json({ error: { message: z.prettifyError(input.error) } }, 422);
    const added: Fault[] = [];
    try {
      for (const { for: lasts, ...wanted } of input.data) {
        added.push(faults.add({ ...wanted, until: lasts === null ? null : world.clocks.now() + lasts }));
      }
    } catch (error) {
      for (const fault of added) faults.remove(fault.id);
      return c.json({ error: { message: String(error) } }, 422);
    }
    return c.json({ data: added }, 201);
  });
  app.delete('/_sandbox/faults', (c) => {
    faults.clear();
    return c.json({ ok: true });
  });
  app.delete('/_sandbox/faults/:id', (c) => c.json({ ok: faults.remove(c.req.param('id')) }));

  app.get('/_sandbox/requests', (c) => {
    const { provider, since } = c.req.query();
    const filter = { ...(provider ? { provider } : {}), ...(since ? { since } : {}) };
    return c.json({ data: log.list(filter), last: log.last() });
  });
  app.delete('/_sandbox/requests', (c) => {
    log.clear();
    return c.json({ ok: true });
  });

  app.route('/', endpointControl(world));
  return app;
}

function summary(record: ReturnType<World['deliveries']['list']>[number]) {
  const { id, endpointId, state, nextAt, attempts } = record;
  return { id, endpointId, state, nextAt, attempts: attempts.length, lastStatus: attempts.at(-1)?.status ?? null };
}
