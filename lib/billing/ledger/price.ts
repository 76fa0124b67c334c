import { raiseAlert, resolveAlerts } from './alerts';
import type { LedgerContext } from './context';

/** The SKU for a provider's price, archived ones too. An unknown one raises an alert; the caller keeps its SKU. */
export async function skuOfPrice({ tx, provider, mode }: LedgerContext, externalId: string): Promise<string | null> {
  const price = await tx.providerPrice.findUnique({
    where: { provider_mode_externalId: { provider, mode, externalId } },
    select: { sku: true },
  });
  const key = `unknown-price:${provider}:${mode}:${externalId}`;
  if (price === null) await raiseAlert(tx, key, 'unknown price', { provider, externalId });
  else await resolveAlerts(tx, [key], 'the price is known now');
  return price?.sku ?? null;
}
