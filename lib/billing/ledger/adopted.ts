import type { Tx } from '@/lib/db';
import type { LedgerContext } from './context';
import type { Priced } from './contract';

type Context = Pick<LedgerContext, 'tx' | 'provider' | 'mode'>;

/** A contract by the provider's id, or by ours. */
export type Named = { readonly externalId: string } | { readonly id: string };

/**
 * The SKUs of prices, including a price that an operator mapped to one of our plans for this contract. Reads the
 * adoption only for unknown prices, so our own cost no extra query.
 */
export async function withAdopted(
  context: Context,
  contract: Named,
  priced: readonly Priced[],
  known: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const isKnown = ({ priceExternalId, productExternalId }: Priced) =>
    known.has(priceExternalId ?? '') || known.has(productExternalId ?? '');
  if (priced.every(isKnown)) return known;
  const { tx, provider, mode } = context;
  const externalId = 'externalId' in contract ? contract.externalId : await externalIdOf(context, contract.id);
  const adopted = await tx.adoptedContract.findUnique({
    where: { provider_mode_externalId: { provider, mode, externalId } },
    select: { priceExternalId: true, sku: true },
  });
  return adopted === null ? known : new Map([[adopted.priceExternalId, adopted.sku], ...known]);
}

async function externalIdOf({ tx }: Context, id: string): Promise<string> {
  const { externalId } = await tx.subscription.findUniqueOrThrow({ where: { id }, select: { externalId: true } });
  return externalId;
}

/** Makes a contract's payments foreign again when its adoption is undone. What our own checkout sold stays ours. */
export async function forgetAdoptedSkus(
  tx: Tx,
  subscriptionId: string,
  adopted: readonly { readonly sku: string }[],
): Promise<void> {
  const sku = { in: adopted.map((one) => one.sku) };
  await tx.payment.updateMany({ where: { subscriptionId, checkoutId: null, sku }, data: { sku: null } });
}
