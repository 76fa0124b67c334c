import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { type Operation, Prisma } from '@/lib/generated/prisma/client';
import { raiseAlert, resolveAlerts } from '../ledger/alerts';
import type { OperationKind } from '../ledger/plan-operation';
import { withoutNul } from '../postgres-text';
import { driver } from '../providers';
import { type ProviderDenied, ProviderForbidden } from '../providers/errors';
import type { Mode, Provider } from '../types';

/** What is sent where: enough to know whether it has to wait. */
type Sent = Pick<Operation, 'provider' | 'mode' | 'kind'>;

/** What making checkouts is called here, which are rows of their own (docs/decisions/0002-checkout-row-is-the-operation.md). */
export const CHECKOUTS = 'checkout';

/**
 * Checks that operations of a kind, or checkouts, may be sent to a provider now. Throws billing/actions-off (503) while
 * BILLING_ACTIONS is off, and billing/provider-unavailable (503) while the provider rejects our key or forbids it this kind.
 */
export async function assertMaySend(provider: Provider, kind: OperationKind | typeof CHECKOUTS): Promise<void> {
  if (!env().billing.actions) throw appError('billing/actions-off');
  const { mode } = driver(provider);
  if ((await whyPaused({ provider, mode, kind })) !== null) throw appError('billing/provider-unavailable');
}

/**
 * The provider rejected our key, so nothing is sent for a while; or it forbids the key this kind of operation, so nothing of
 * the kind is. The first pause takes a minute of real time. Each failure after a pause doubles the next one, up to an hour;
 * one during a pause is the same failure. One alert per outage.
 */
export async function openCircuit({ provider, mode, kind }: Sent, error: ProviderDenied): Promise<void> {
  const message = withoutNul(`${error.name}: ${error.message}`).slice(0, 500);
  const first = Prisma.sql`now() + interval '1 minute', ${message}`;
  const next = Prisma.sql`DO UPDATE SET failures = circuit.failures + 1, error = ${message},
    "retryAt" = now() + make_interval(mins => least(60, power(2, least(circuit.failures, 6))::int))
    WHERE circuit."retryAt" <= now() RETURNING "openedAt"`;
  const forbidden = error instanceof ProviderForbidden;
  const [counted] = await db().$queryRaw<{ openedAt: Date }[]>(
    forbidden
      ? Prisma.sql`INSERT INTO "PermissionCircuit" AS circuit (provider, mode, kind, "retryAt", error)
          VALUES (${provider}::"Provider", ${mode}::"Mode", ${kind}, ${first}) ON CONFLICT (provider, mode, kind) ${next}`
      : Prisma.sql`INSERT INTO "ProviderCircuit" AS circuit (provider, mode, "retryAt", error)
          VALUES (${provider}::"Provider", ${mode}::"Mode", ${first}) ON CONFLICT (provider, mode) ${next}`,
  );
  if (counted === undefined) return;
  const { openedAt } = counted;
  if (forbidden) {
    const detail = { provider, mode, kind, message };
    await raiseAlert(db(), missingKey({ provider, mode, kind }, openedAt), 'permission missing', detail);
  } else {
    const key = `provider-denied:${provider}:${mode}:${openedAt.toISOString()}`;
    await raiseAlert(db(), key, 'provider refuses our key', { provider, mode, message });
  }
}

function missingKey({ provider, mode, kind }: Sent, openedAt: Date): string {
  return `permission-missing:${provider}:${mode}:${kind}:${openedAt.toISOString()}`;
}

/** The provider accepted an operation, so it accepts our key and allows it this kind: the next failure is another outage. */
export async function closeCircuits({ provider, mode, kind }: Sent): Promise<void> {
  // Almost always none is open.
  const [open] = await db().$queryRaw<{ rejected: boolean; forbiddenSince: Date | null }[]>`
    SELECT EXISTS (SELECT FROM "ProviderCircuit" WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode") AS rejected,
      (SELECT "openedAt" FROM "PermissionCircuit"
        WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND kind = ${kind}) AS "forbiddenSince"`;
  if (open?.rejected) await closeCircuit(provider, mode);
  if (!open?.forbiddenSince) return;
  await resolveAlerts(db(), [missingKey({ provider, mode, kind }, open.forbiddenSince)], 'allowed again');
  await db().permissionCircuit.deleteMany({ where: { provider, mode, kind } });
}

/** The provider accepts our key, whatever it allows it. */
export async function closeCircuit(provider: Provider, mode: Mode): Promise<void> {
  await db().providerCircuit.deleteMany({ where: { provider, mode } });
}

/** Why an operation isn't sent now, in real time; null if it may be. */
export async function whyPaused({ provider, mode, kind }: Sent): Promise<string | null> {
  const [paused] = await db().$queryRaw<{ why: string }[]>`
    SELECT 'our key is rejected' AS why FROM "ProviderCircuit"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND "retryAt" > now()
    UNION ALL SELECT 'our key lacks the permission' FROM "PermissionCircuit"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND kind = ${kind} AND "retryAt" > now()`;
  return paused?.why ?? null;
}

/** Whether a row named `operation` may be sent now, in a condition. */
export const NOT_PAUSED = Prisma.sql`
  NOT EXISTS (SELECT FROM "ProviderCircuit" circuit
    WHERE circuit.provider = operation.provider AND circuit.mode = operation.mode AND circuit."retryAt" > now())
  AND NOT EXISTS (SELECT FROM "PermissionCircuit" circuit
    WHERE circuit.provider = operation.provider AND circuit.mode = operation.mode AND circuit.kind = operation.kind
      AND circuit."retryAt" > now())`;
