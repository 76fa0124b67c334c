import type { Stripe } from 'stripe';
import type { Endpoint } from '../../engine/deliveries';
import { id as randomId } from '../../engine/random';
import { API_VERSION, type StripeContext } from '../api/context';
import { invalidRequest, resourceMissing } from '../api/errors';
import { newId } from '../api/ids';
import { listOf, pageParams } from '../api/list';
import { type Metadata, mergeMetadata } from '../api/metadata';
import { clearable, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { Wire } from '../api/wire';

const url = '/v1/webhook_endpoints';
const MAXIMUM = 16;

type WebhookEndpoint = Wire<Stripe.WebhookEndpoint>;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An endpoint in its API form. The sandbox's own endpoints lack some of the fields. */
function showEndpoint(endpoint: Endpoint): WebhookEndpoint {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    // Null: the account's default. The sandbox's own endpoints have the version of its own payloads.
    api_version: endpoint.api_version === undefined ? API_VERSION : text(endpoint.api_version),
    application: null,
    created: typeof endpoint.created === 'number' ? endpoint.created : 0,
    description: text(endpoint.description),
    enabled_events: endpoint.types === '*' ? ['*'] : endpoint.types,
    livemode: false,
    metadata: metadataOf(endpoint),
    status: endpoint.enabled ? 'enabled' : 'disabled',
    url: endpoint.url,
  };
}

// Only written below, as metadata.
const metadataOf = (endpoint: Endpoint): Metadata => (endpoint.metadata ?? {}) as Metadata;

function endpointOf(ctx: StripeContext, id: string): Endpoint {
  const endpoint = ctx.world.deliveries.endpoints.get(id);
  if (endpoint?.provider === 'stripe') return endpoint;
  throw resourceMissing('webhook endpoint', id, 'webhook_endpoint', 404);
}

function stripeEndpoints(ctx: StripeContext): Endpoint[] {
  return [...ctx.world.deliveries.endpoints.newestFirst()].filter((endpoint) => endpoint.provider === 'stripe');
}

function checkUrl(address: string): void {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', {
    code: 'url_invalid',
    param: 'url',
  });
}

function eventTypes(names: string[]): Endpoint['types'] {
  const wrong = names.findIndex((name) => name !== '*' && !/^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(name));
  if (wrong >= 0 || names.length === 0) {
    throw invalidRequest(`Invalid enabled_events[${Math.max(wrong, 0)}]: must be one of the event types or *`, {
      param: `enabled_events[${Math.max(wrong, 0)}]`,
    });
  }
  return names.includes('*') ? '*' : names;
}

export const webhookEndpoints: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: {
        enabled_events: required(p.array(p.string())),
        url: required(p.string()),
        api_version: p.string(),
        connect: p.boolean(),
        description: clearable(p.string()),
        metadata: p.metadata(),
      },
      handler(ctx, { params }) {
        checkUrl(params.url);
        if (params.api_version !== undefined && !/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(params.api_version)) {
          throw invalidRequest(`Invalid api_version: ${params.api_version}`, { param: 'api_version' });
        }
        if (stripeEndpoints(ctx).length >= MAXIMUM) {
          throw invalidRequest(`You have reached the maximum of ${MAXIMUM} test webhook endpoints.`);
        }
        const id = newId('webhook_endpoint');
        const secret = randomId('whsec_', 32);
        const endpoint: Endpoint = {
          id,
          provider: 'stripe',
          url: params.url,
          secrets: [secret],
          enabled: true,
          types: eventTypes(params.enabled_events),
          api_version: params.api_version ?? null,
          created: ctx.now(),
          description: params.description ?? null,
          metadata: mergeMetadata(null, params.metadata),
        };
        // The secret is only returned here.
        return { ...showEndpoint(ctx.world.deliveries.endpoints.put(id, endpoint)), secret };
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: pageParams,
      handler: (ctx, { params }) =>
        listOf(params, { url, label: 'webhook endpoint', source: stripeEndpoints(ctx).map(showEndpoint) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/webhook_endpoints/:id',
      handler: (ctx, { id }) => showEndpoint(endpointOf(ctx, id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/webhook_endpoints/:id',
      params: {
        description: clearable(p.string()),
        disabled: p.boolean(),
        enabled_events: p.array(p.string()),
        metadata: p.metadata(),
        url: p.string(),
      },
      handler(ctx, { id, params }) {
        const endpoint = endpointOf(ctx, id);
        if (params.url !== undefined) checkUrl(params.url);
        const changed: Endpoint = {
          ...endpoint,
          url: params.url ?? endpoint.url,
          types: params.enabled_events ? eventTypes(params.enabled_events) : endpoint.types,
          enabled: params.disabled === undefined ? endpoint.enabled : !params.disabled,
          description: params.description === undefined ? endpoint.description : params.description,
          metadata: mergeMetadata(metadataOf(endpoint), params.metadata),
        };
        return showEndpoint(ctx.world.deliveries.endpoints.put(id, changed));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/webhook_endpoints/:id',
      handler(ctx, { id }) {
        endpointOf(ctx, id);
        ctx.world.deliveries.endpoints.remove(id);
        return { id, object: 'webhook_endpoint', deleted: true };
      },
    }),
  ],
};
