import { Hono } from 'hono';
import { z } from 'zod';
import type { Endpoint } from './deliveries';
import { id } from './random';
import type { World } from './world';

const fields = {
  url: z.url({ protocol: /^https?$/ }),
  secrets: z.array(z.string().min(1)).min(1),
  enabled: z.boolean(),
  types: z.union([z.literal('*'), z.array(z.string())]),
};
const creation = z.strictObject({
  provider: z.enum(['stripe', 'dodo']),
  url: fields.url,
  secrets: fields.secrets.optional(),
  enabled: fields.enabled.default(true),
  types: fields.types.default('*'),
});
const change = z.strictObject(fields).partial();

/** A new signing secret. Base64 after `whsec_`: Dodo decodes it, Stripe uses it verbatim. */
function freshSecret(): string {
  return `whsec_${Buffer.from(id('', 24)).toString('base64')}`;
}

/** `/_sandbox/endpoints`: webhook endpoints of both providers. */
export function endpointControl(world: World): Hono {
  const { endpoints } = world.deliveries;
  const app = new Hono();
  app.get('/_sandbox/endpoints', (c) => c.json({ data: [...endpoints.oldestFirst()] }));
  app.post('/_sandbox/endpoints', async (c) => {
    const input = creation.safeParse(await c.req.json().catch(() => undefined));
    if (!input.success) return c.json({ error: { message: z.prettifyError(input.error) } }, 422);
    return c.json(addEndpoint(world, input.data), 201);
  });
  app.post('/_sandbox/endpoints/:id', async (c) => {
    const endpoint = endpoints.get(c.req.param('id'));
    if (!endpoint) return c.json({ error: { message: 'There is no such endpoint.' } }, 404);
    const input = change.safeParse(await c.req.json().catch(() => undefined));
    if (!input.success) return c.json({ error: { message: z.prettifyError(input.error) } }, 422);
    const {
      url = endpoint.url,
      secrets = endpoint.secrets,
      enabled = endpoint.enabled,
      types = endpoint.types,
    } = input.data;
    return c.json(endpoints.put(endpoint.id, { ...endpoint, url, secrets, enabled, types }));
  });
  app.delete('/_sandbox/endpoints/:id', (c) => {
    const removed = endpoints.remove(c.req.param('id'));
    return removed ? c.json({ ok: true }) : c.json({ error: { message: 'There is no such endpoint.' } }, 404);
  });
  return app;
}

/** Registers an endpoint. Generates a secret unless `secrets` is given. */
export function addEndpoint(
  world: World,
  wanted: {
    provider: 'stripe' | 'dodo';
    url: string;
    secrets?: string[] | undefined;
    enabled?: boolean;
    types?: Endpoint['types'];
  },
): Endpoint {
  const endpoint: Endpoint = {
    id: id(wanted.provider === 'stripe' ? 'we_' : 'ep_', 24),
    provider: wanted.provider,
    url: wanted.url,
    secrets: wanted.secrets ?? [freshSecret()],
    enabled: wanted.enabled ?? true,
    types: wanted.types ?? '*',
  };
  return world.deliveries.endpoints.put(endpoint.id, endpoint);
}
