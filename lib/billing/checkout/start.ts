import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { AppError, appError } from '@/lib/errors';
import { seatsTaken } from '@/lib/workspaces/seats-taken';
import { assertMayBuy } from '../access/eligibility';
import { offerOf, type Sku } from '../catalog/plans';
import { raiseAlert } from '../ledger/alerts';
import { type Currency, toDecimal } from '../money';
import { assertMaySend, CHECKOUTS } from '../operations/circuit';
import { configuredProviders, driver } from '../providers';
import type { Provider } from '../types';
import { type Buyer, ensureCustomer } from './customers';
import { type CheckoutInput, quantityOf, skuOf } from './input';
import { refreshAfterRefusal } from './refresh';
import { clearOpenCheckout, openSession, type Wanted } from './sessions';

export type { CheckoutInput } from './input';

/**
 * Opens a hosted checkout for a workspace and returns where to send them. The same plan asked twice, in two tabs
 * or by a double click, is the same session. Raises billing/already-subscribed, billing/already-owned or
 * billing/checkout-complete (409), billing/provider-unavailable (503), billing/provider-refused (502).
 */
export async function startCheckout(buyer: Buyer, input: CheckoutInput): Promise<{ url: string }> {
  const sku = skuOf(input);
  const offer = offerOf(sku);
  const quantity = await orderedQuantity(buyer.workspaceId, input);
  const at = chooseProvider(input.provider);
  await assertMaySend(at, CHECKOUTS);
  const { mode } = driver(at);
  const { trialDays, currency: billed } = await assertMayBuy(buyer, offer, input.currency);
  const open = async () => {
    const price = await priceOf(at, mode, sku, billed);
    const customerExternalId = await ensureCustomer(buyer, at);
    const wanted: Wanted = {
      workspaceId: buyer.workspaceId,
      startedById: buyer.userId,
      provider: at,
      mode,
      kind: offer.kind,
      sku,
      quantity,
      currency: billed,
      trialDays,
      customerExternalId,
      priceExternalId: price.externalId,
      amount: toDecimal(price.amount, billed, at),
    };
    return (await clearOpenCheckout(wanted)) ?? openSession(wanted);
  };
  try {
    return await open();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await refreshAfterRefusal(buyer.workspaceId, at);
    return open();
  }
}

/**
 * How many of it: packs, or seats, as many as are in use where nothing is said. Throws workspace/seats-in-use (409) for fewer
 * seats than that, also when the plan has only one.
 */
export async function orderedQuantity(workspaceId: string, input: CheckoutInput): Promise<number> {
  if (offerOf(skuOf(input)).kind === 'credits') return quantityOf(input, 1);
  const taken = await seatsTaken(workspaceId);
  const quantity = quantityOf(input, taken);
  if (quantity < taken) throw appError('workspace/seats-in-use');
  return quantity;
}

/** A row of ours may be stale: a customer who was deleted, or a price that was archived, without our hearing of it. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'billing/provider-refused';
}

function chooseProvider(preferred: Provider | undefined): Provider {
  const configured = configuredProviders();
  const { checkoutProvider } = env();
  const wanted = checkoutProvider === 'choice' ? (preferred ?? configured[0]) : checkoutProvider;
  if (wanted === undefined || !configured.includes(wanted)) throw appError('billing/provider-unavailable');
  return wanted;
}

async function priceOf(at: Provider, mode: 'live' | 'test' | 'sandbox', sku: Sku, billed: Currency) {
  const price = await db().providerPrice.findFirst({
    where: { provider: at, mode, sku, currency: billed, active: true },
    select: { externalId: true, amount: true },
  });
  // Before the first `npm run billing:push` against this database, or archived in the provider's dashboard.
  if (price === null) {
    const detail = { provider: at, mode, sku, currency: billed };
    await raiseAlert(db(), `not-on-sale:${at}:${mode}:${sku}:${billed}`, 'price not on sale', detail, { reopen: true });
    throw appError('billing/provider-unavailable');
  }
  return price;
}
