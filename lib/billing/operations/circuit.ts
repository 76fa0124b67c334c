import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { raiseAlert } from '../ledger/alerts';
import { withoutNul } from '../postgres-text';
import { driver } from '../providers';
import type { Mode, Provider } from '../types';

/**
 * Checks that operations may be sent to a provider now. Throws billing/actions-off (503) while BILLING_ACTIONS is off,
 * and billing/provider-unavailable (503) while the provider rejects our key.
 */
export async function assertMaySend(provider: Provider): Promise<void> {
  if (!env().billing.actions) throw appError('billing/actions-off');
  if (await isOpen(provider, driver(provider).mode)) throw appError('billing/provider-unavailable');
}

/**
 * The provider rejected our key: nothing is sent for a while. The first pause takes a minute of real time. Each failure after
 * a pause doubles the next one, up to an hour; one during a pause is the same failure. One alert per outage.
 */
export async function openCircuit(provider: Provider, mode: Mode, error: string): Promise<void> {
  const message = withoutNul(error).slice(0, 500);
  const [counted] = await db().$queryRaw<{ openedAt: Date }[]>`
    INSERT INTO "ProviderCircuit" AS circuit (provider, mode, "retryAt", error)
    VALUES (${provider}::"Provider", ${mode}::"Mode", now() + make_interval(mins => 1), ${message})
    ON CONFLICT (provider, mode) DO UPDATE SET failures = circuit.failures + 1, error = ${message},
      "retryAt" = now() + make_interval(mins => least(60, power(2, least(circuit.failures, 6))::int))
      WHERE circuit."retryAt" <= now()
    RETURNING "openedAt"`;
  if (counted === undefined) return;
  const key = `provider-denied:${provider}:${mode}:${counted.openedAt.toISOString()}`;
  await raiseAlert(db(), key, 'provider refuses our key', { provider, mode, message });
}

/** The provider accepted an operation, so our key works again: the next failure is another outage. */
export async function closeCircuit(provider: Provider, mode: Mode): Promise<void> {
  await db().providerCircuit.deleteMany({ where: { provider, mode } });
}

/** Real time. */
export async function isOpen(provider: Provider, mode: Mode): Promise<boolean> {
  const [open] = await db().$queryRaw<{ provider: string }[]>`
    SELECT provider::text FROM "ProviderCircuit"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND "retryAt" > now()`;
  return open !== undefined;
}
