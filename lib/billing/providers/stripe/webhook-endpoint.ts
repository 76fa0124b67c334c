import Stripe from 'stripe';
import { compareTypes, type EndpointState, fingerprint, type PushedEndpoint } from '../endpoint';
import { METADATA } from '../metadata';
import type { PushRun } from '../push-run';
import { acting, reading } from './errors';
import { EVENT_TYPES } from './events';

interface Settings {
  readonly appId: string;
  readonly url: string;
  readonly secrets: readonly string[];
}

/** In the endpoint's metadata, because Stripe shows a secret only once (docs.stripe.com/api/webhook_endpoints). */
const SECRET = 'secret_fingerprint';

/** This server's current endpoint; null if there is none. Of several, the best match. */
export async function findEndpoint(stripe: Stripe, { url, secrets }: Settings): Promise<EndpointState | null> {
  const [endpoint] = await endpointsAt(stripe, url, secrets);
  return endpoint === undefined ? null : stateOf(endpoint, secrets);
}

/**
 * Creates or updates the endpoint. Its API version is fixed at creation, so an endpoint with another version gets a
 * successor, and the next push disables it once the successor's secret is configured: no event is lost in between.
 */
export async function pushEndpoint(stripe: Stripe, settings: Settings, run: PushRun): Promise<PushedEndpoint> {
  const { url, secrets } = settings;
  const [endpoint, ...others] = await endpointsAt(stripe, url, secrets);
  if (endpoint?.api_version !== Stripe.API_VERSION) return createEndpoint(stripe, settings, run);
  const { missing, extra, enabled, secretFits } = stateOf(endpoint, secrets);
  if (missing.length + extra.length > 0 || !enabled) {
    const what = `update the webhook endpoint ${endpoint.id} (${EVENT_TYPES.length} events, enabled)`;
    await run.change(what, () =>
      acting(() => stripe.webhookEndpoints.update(endpoint.id, { enabled_events: enabledEvents(), disabled: false })),
    );
  }
  for (const { id } of others.filter(({ status }) => status === 'enabled')) {
    if (secretFits === false) continue;
    const what = `disable the webhook endpoint ${id}, which ${endpoint.id} replaces`;
    await run.change(what, () => acting(() => stripe.webhookEndpoints.update(id, { disabled: true })));
  }
  return { externalId: endpoint.id, secret: null };
}

async function createEndpoint(stripe: Stripe, { appId, url }: Settings, run: PushRun): Promise<PushedEndpoint> {
  const what = `create a webhook endpoint for ${url} (${EVENT_TYPES.length} events, API version ${Stripe.API_VERSION})`;
  const metadata = { [METADATA.app]: appId };
  const made = await run.change(what, () =>
    acting(() =>
      stripe.webhookEndpoints.create({
        ...{ url, metadata, description: `Made by npm run billing:push of ${appId}` },
        ...{ enabled_events: enabledEvents(), api_version: Stripe.API_VERSION },
      }),
    ),
  );
  if (made === null) return { externalId: null, secret: null };
  const secret = made.secret ?? null;
  if (secret !== null) {
    const named = { ...metadata, [SECRET]: fingerprint(secret) };
    await acting(() => stripe.webhookEndpoints.update(made.id, { metadata: named }));
  }
  return { externalId: made.id, secret };
}

/** The endpoints at this URL, best first: our API version, a configured secret, enabled, the oldest. */
async function endpointsAt(stripe: Stripe, url: string, secrets: readonly string[]): Promise<Stripe.WebhookEndpoint[]> {
  const all = await reading(() => stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 1000 }));
  const rank = (endpoint: Stripe.WebhookEndpoint): number => {
    const { secretFits, enabled } = stateOf(endpoint, secrets);
    const current = endpoint.api_version === Stripe.API_VERSION;
    return (current ? 0 : 4) + (secretFits === true ? 0 : 2) + (enabled ? 0 : 1);
  };
  return all
    .filter((endpoint) => endpoint.url === url)
    .sort((a, b) => rank(a) - rank(b) || a.created - b.created || (a.id < b.id ? -1 : 1));
}

function stateOf(endpoint: Stripe.WebhookEndpoint, secrets: readonly string[]): EndpointState {
  const known = endpoint.metadata[SECRET];
  return {
    ...compareTypes(EVENT_TYPES, endpoint.enabled_events),
    externalId: endpoint.id,
    enabled: endpoint.status === 'enabled',
    version: { is: endpoint.api_version, wanted: Stripe.API_VERSION },
    secretFits: known === undefined ? null : secrets.some((secret) => fingerprint(secret) === known),
  };
}

function enabledEvents(): Stripe.WebhookEndpointCreateParams.EnabledEvent[] {
  return [...EVENT_TYPES];
}
