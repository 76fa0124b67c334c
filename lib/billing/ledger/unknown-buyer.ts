import type { Tx } from '@/lib/db';
import type { ProviderDriver } from '../providers/provider';
import type { Snapshot } from '../providers/snapshots';
import { raiseAlert } from './alerts';
import { type Priced, skusOf } from './contract';

/**
 * A payment for one of our prices by an unknown customer, for example through a payment link, which creates a new
 * customer at the provider. An email address doesn't prove who they are here, so nothing is granted and an alert is
 * raised. An object with our metadata belongs to another installation, which knows its customer.
 */
export async function alertUnknownBuyer(tx: Tx, from: ProviderDriver, snapshot: Snapshot): Promise<void> {
  const bought = boughtBy(snapshot);
  if (bought === null) return;
  const { name: provider, mode } = from;
  const [sku] = (await skusOf({ tx, provider, mode }, bought.priced)).values();
  if (sku === undefined) return;
  const { externalId, customerExternalId } = bought;
  const detail = { provider, externalId, customer: customerExternalId, sku, why: 'an unknown customer' };
  await raiseAlert(tx, `unknown-buyer:${provider}:${mode}:${externalId}`, 'foreign payment', detail);
}

interface Bought {
  readonly externalId: string;
  readonly customerExternalId: string | null;
  readonly priced: readonly Priced[];
}

function boughtBy(snapshot: Snapshot): Bought | null {
  if (snapshot.kind === 'subscription') {
    const { externalId, customerExternalId, ownMetadata, items } = snapshot.subscription;
    return ownMetadata.appId === null ? { externalId, customerExternalId, priced: items } : null;
  }
  if (snapshot.kind !== 'payment') return null;
  const { externalId, customerExternalId, ownMetadata, bought, status, amount } = snapshot.payment;
  if (ownMetadata.appId !== null || status !== 'succeeded' || amount <= 0n) return null;
  return { externalId, customerExternalId, priced: bought };
}
