import { z } from 'zod';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { type Buyer, ensureCustomer } from './customers';
import { assertMayBuy } from './eligibility';
import { CURRENCIES, type Currency, toDecimal } from './money';
import { CATALOGUE, type Sku } from './plans';
import { configuredProviders, driver } from './providers';
import { clearLane, openSession, type Wanted } from './sessions';
import type { Provider } from './types';

const currency = z.enum(CURRENCIES).default('USD');
const provider = z.enum(['stripe', 'dodo']).optional();

/** What a client may ask for: a plan, never a price. Anything else in the body is refused by name. */
export const checkoutInput = z.discriminatedUnion('plan', [
  z.strictObject({
    plan: z.enum(['starter', 'pro']),
    interval: z.enum(['month', 'year']).default('month'),
    currency,
    provider,
  }),
  z.strictObject({ plan: z.literal('lifetime'), currency, provider }),
  z.strictObject({
    plan: z.literal('credits'),
    quantity: z.coerce.number().int().min(1).max(CATALOGUE.credits.maxQuantity).default(1),
    currency,
    provider,
  }),
]);
export type CheckoutInput = z.infer<typeof checkoutInput>;

/** The SKU behind a plan and interval. */
export function skuOf(input: CheckoutInput): Sku {
  return input.plan === 'lifetime' || input.plan === 'credits' ? input.plan : `${input.plan}_${input.interval}`;
}

/**
 * Opens a hosted checkout for a signed-in user and returns where to send them. The same plan asked twice, in two tabs
 * or by a double click, is the same session. Raises billing/already-subscribed, billing/already-owned or
 * billing/checkout-complete (409), billing/provider-unavailable (503), billing/provider-refused (502).
 */
export async function startCheckout(user: Buyer, input: CheckoutInput): Promise<{ url: string }> {
  const sku = skuOf(input);
  const offer = CATALOGUE[sku];
  const at = chooseProvider(input.provider);
  const { mode } = driver(at);
  const { trialDays, currency: billed } = await assertMayBuy(user, offer, input.currency);
  const price = await priceOf(at, mode, sku, billed);
  const customerExternalId = await ensureCustomer(user, at);
  const wanted: Wanted = {
    userId: user.id,
    provider: at,
    mode,
    lane: offer.lane,
    sku,
    quantity: input.plan === 'credits' ? input.quantity : 1,
    currency: billed,
    trialDays,
    customerExternalId,
    priceExternalId: price.externalId,
    amount: toDecimal(price.amount, billed),
  };
  const reusable = await clearLane(wanted);
  return reusable ?? openSession(wanted);
}

function chooseProvider(wish: Provider | undefined): Provider {
  const configured = configuredProviders();
  const { checkoutProvider } = env();
  const wanted = checkoutProvider === 'choice' ? (wish ?? configured[0]) : checkoutProvider;
  if (wanted === undefined || !configured.includes(wanted)) throw appError('billing/provider-unavailable');
  return wanted;
}

async function priceOf(at: Provider, mode: 'live' | 'test' | 'sandbox', sku: Sku, billed: Currency) {
  const price = await db().providerPrice.findFirst({
    where: { provider: at, mode, sku, currency: billed, active: true },
    select: { externalId: true, amount: true },
  });
  // Only before the first `npm run billing:push` against this database.
  if (price === null) throw appError('billing/provider-unavailable');
  return price;
}
