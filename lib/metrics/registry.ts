import { Counter, Histogram, Registry } from 'prom-client';

interface Metrics {
  readonly registry: Registry;
  /** Seconds that requests to providers took, by outcome. */
  readonly providerSeconds: Histogram<'provider' | 'outcome'>;
  /** Webhooks that arrived at this process, by what we answered. */
  readonly webhooks: Counter<'provider' | 'status'>;
}

// `next dev` reloads modules, and a metric can't be registered twice.
const globals = globalThis as typeof globalThis & { tollgateMetrics?: Metrics };

/** What this process counted since it started. Everything else is read from the database at each scrape. */
export function metrics(): Metrics {
  globals.tollgateMetrics ??= create();
  return globals.tollgateMetrics;
}

function create(): Metrics {
  const registry = new Registry();
  return {
    registry,
    providerSeconds: new Histogram({
      name: 'tollgate_provider_request_seconds',
      help: 'Requests to payment providers by outcome (HTTP status class, or "none" without an answer)',
      labelNames: ['provider', 'outcome'],
      buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8],
      registers: [registry],
    }),
    webhooks: new Counter({
      name: 'tollgate_webhooks_total',
      help: 'Webhooks by provider and the HTTP status we answered',
      labelNames: ['provider', 'status'],
      registers: [registry],
    }),
  };
}

/** Records one request to a provider. `status` is null when no answer came. */
export function recordProviderCall(provider: 'stripe' | 'dodo', status: number | null, seconds: number): void {
  const outcome = status === null ? 'none' : `${String(status).charAt(0)}xx`;
  metrics().providerSeconds.observe({ provider, outcome }, seconds);
}

/** Records the answer to a webhook. */
export function recordWebhook(provider: 'stripe' | 'dodo', status: number): void {
  metrics().webhooks.inc({ provider, status: String(status) });
}
