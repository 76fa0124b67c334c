import type DodoPayments from 'dodopayments';
import { ProviderRefused } from '../errors';
import type { NextCharge } from '../snapshots';
import { ONCE } from './client';
import { reading } from './errors';
import type { History } from './history';
import type { SubscriptionShape } from './shapes';
import { at, atOrNull } from './time';

/** What is charged at the next billing date. */
interface Coming {
  readonly productId: string;
  readonly quantity: number;
  readonly addons: readonly { addon_id: string; quantity: number }[];
  /** Minor units before tax, if the subscription has it: it keeps its price when the product's price is edited. */
  readonly net: number | null;
}

/** Minor units. */
interface Quote {
  readonly total: number;
  readonly tax: number;
}

/**
 * Dodo's next charge, including tax and discounts. Dodo has no renewal preview, so we preview a checkout for the same
 * items, customer, and address; if its price differs from the subscription's, only its tax is used. The customer's
 * wallet pays first. Null if nothing is coming, or neither a preview nor the last renewal has it.
 */
export async function nextCharge(
  dodo: DodoPayments,
  raw: SubscriptionShape,
  history: History,
): Promise<NextCharge | null> {
  const next = at(raw.next_billing_date);
  const end = atOrNull(raw.expires_at);
  if (raw.status !== 'active' || raw.cancel_at_next_billing_date || raw.on_demand) return null;
  if (end !== null && end <= next) return null;
  const coming = comingOf(raw);
  const quote = await previewOf(dodo, raw, coming);
  const amount = quote === null ? lastRenewal(coming, history) : amountOf(raw, coming, quote, Number(history.credit));
  if (amount === null) return null;
  return { at: next, amount: BigInt(Math.max(0, amount - (amount === 0 ? 0 : await walletOf(dodo, raw)))) };
}

/** Currencies of wallets, which are charged before the card (docs.dodopayments.com/features/customer-wallet). */
const WALLETS: readonly string[] = ['USD', 'INR'];

/** Minor units. */
async function walletOf(dodo: DodoPayments, { customer, currency }: SubscriptionShape): Promise<number> {
  if (!WALLETS.includes(currency)) return 0;
  const { items } = await reading(() => dodo.customers.wallets.list(customer.customer_id));
  return items.find((wallet) => wallet.currency === currency)?.balance ?? 0;
}

function comingOf(raw: SubscriptionShape): Coming {
  const { product_id: productId, quantity, addons, scheduled_change: change, recurring_pre_tax_amount: net } = raw;
  if (change === null || change === undefined) return { productId, quantity, addons, net };
  return { productId: change.product_id, quantity: change.quantity, addons: change.addons, net: null };
}

async function previewOf(dodo: DodoPayments, raw: SubscriptionShape, coming: Coming): Promise<Quote | null> {
  const running = (raw.discounts ?? []).filter(({ cycles_remaining: cycles }) => cycles !== 0);
  // A scheduled change keeps only the discounts that are set to survive it.
  const kept = coming.net === null ? running.filter((discount) => discount.preserve_on_plan_change) : running;
  const codes = kept.map(({ code }) => code);
  const tries = codes.length === 0 ? [[]] : [codes, []];
  for (const discount_codes of tries) {
    try {
      return await preview(dodo, raw, coming, discount_codes);
    } catch (error) {
      // Dodo refuses to preview a product that's no longer sold, or a code that can no longer be redeemed.
      if (!(error instanceof ProviderRefused)) throw error;
    }
  }
  return null;
}

async function preview(
  dodo: DodoPayments,
  raw: SubscriptionShape,
  { productId, quantity, addons }: Coming,
  discount_codes: string[],
): Promise<Quote> {
  const pieces = addons.map((addon) => ({ addon_id: addon.addon_id, quantity: addon.quantity }));
  const { current_breakup: today } = await reading(() =>
    dodo.checkoutSessions.preview(
      {
        product_cart: [{ product_id: productId, quantity, ...(pieces.length === 0 ? {} : { addons: pieces }) }],
        customer: { customer_id: raw.customer.customer_id },
        billing_address: raw.billing,
        billing_currency: raw.currency,
        subscription_data: { trial_period_days: 0 },
        ...((raw.tax_id ?? null) === null ? {} : { tax_id: raw.tax_id }),
        ...(discount_codes.length === 0 ? {} : { discount_codes }),
      },
      ONCE,
    ),
  );
  return { total: today.total_amount, tax: today.tax ?? 0 };
}

function amountOf(raw: SubscriptionShape, { net }: Coming, { total, tax }: Quote, credit: number): number {
  const previewed = total - tax;
  const before = net === null || (raw.tax_inclusive && net === total) ? previewed : net;
  if (before === previewed && credit === 0) return total;
  const left = Math.max(0, before - credit);
  return left + (previewed > 0 ? Math.round((left * tax) / previewed) : 0);
}

/** The amount of the newest period with the same product and quantity. */
function lastRenewal({ productId, quantity }: Coming, { current }: History): number | null {
  const isSame = current?.kind === 'period' && current.productId === productId && current.quantity === quantity;
  return isSame ? Number(current.amount) : null;
}
