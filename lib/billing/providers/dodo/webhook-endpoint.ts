import type DodoPayments from 'dodopayments';
import { compareTypes, type EndpointState, type PushedEndpoint } from '../endpoint';
import { METADATA } from '../metadata';
import type { PushRun } from '../push-run';
import { ONCE } from './client';
import { acting, reading } from './errors';
import { HANDLED_TYPES } from './events';

interface Settings {
  readonly appId: string;
  readonly url: string;
  readonly keys: readonly string[];
}

/** This server's current endpoint; null if there is none. */
export async function findEndpoint(dodo: DodoPayments, { url, keys }: Settings): Promise<EndpointState | null> {
  const endpoint = await endpointAt(dodo, url);
  if (endpoint === null) return null;
  const { secret } = await reading(() => dodo.webhooks.retrieveSecret(endpoint.id));
  return {
    ...compareTypes(HANDLED_TYPES, typesOf(endpoint)),
    externalId: endpoint.id,
    enabled: endpoint.disabled !== true,
    version: null,
    secretFits: keys.includes(secret),
  };
}

/** Creates or updates the endpoint. */
export async function pushEndpoint(dodo: DodoPayments, settings: Settings, run: PushRun): Promise<PushedEndpoint> {
  const { appId, url } = settings;
  const endpoint = await endpointAt(dodo, url);
  const filter_types = [...HANDLED_TYPES];
  if (endpoint === null) {
    const made = await run.change(`create a webhook endpoint for ${url} (${filter_types.length} events)`, () =>
      acting(() =>
        dodo.webhooks.create(
          {
            ...{ url, filter_types, metadata: { [METADATA.app]: appId } },
            description: `Made by npm run billing:push of ${appId}`,
          },
          ONCE,
        ),
      ),
    );
    if (made === null) return { externalId: null, secret: null };
    const { secret } = await reading(() => dodo.webhooks.retrieveSecret(made.id));
    return { externalId: made.id, secret };
  }
  const { missing, extra } = compareTypes(HANDLED_TYPES, typesOf(endpoint));
  if (missing.length + extra.length > 0 || endpoint.disabled === true) {
    const what = `update the webhook endpoint ${endpoint.id} (${filter_types.length} events, enabled)`;
    await run.change(what, () =>
      acting(() => dodo.webhooks.update(endpoint.id, { filter_types, disabled: false }, ONCE)),
    );
  }
  return { externalId: endpoint.id, secret: null };
}

/** No filter means every event. */
function typesOf({ filter_types }: DodoPayments.WebhookDetails): readonly string[] | null {
  return filter_types === null || filter_types === undefined || filter_types.length === 0 ? null : filter_types;
}

/** Enabled ones first, then the oldest. */
async function endpointAt(dodo: DodoPayments, url: string): Promise<DodoPayments.WebhookDetails | null> {
  const all: DodoPayments.WebhookDetails[] = [];
  await reading(async () => {
    for await (const endpoint of dodo.webhooks.list()) if (endpoint.url === url) all.push(endpoint);
  });
  const off = ({ disabled }: DodoPayments.WebhookDetails) => (disabled === true ? 1 : 0);
  all.sort((a, b) => off(a) - off(b) || a.created_at.localeCompare(b.created_at));
  return all[0] ?? null;
}
