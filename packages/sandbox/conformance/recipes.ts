/** A recipe of `stripe trigger` and the event it must emit. */
export interface Recipe {
  name: string;
  event: string;
}

const named: Record<string, string> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
  // The recipe cancels a schedule; `aborted` is for subscriptions canceled for nonpayment (docs.stripe.com/api/events/types).
  'subscription_schedule.aborted': 'subscription_schedule.canceled',
};

/** Every recipe of these families must pass. */
const FAMILIES = [
  'balance',
  'billing_portal',
  'charge',
  'checkout',
  'coupon',
  'credit_note',
  'customer',
  'invoice',
  'invoiceitem',
  'payment_intent',
  'payment_method',
  'plan',
  'price',
  'product',
  'promotion_code',
  'setup_intent',
  'subscription',
  'subscription_schedule',
  'test_helpers',
];

/** Families and recipes that are excluded, with the reason. */
const EXCLUDED: Record<string, string> = {
  account: 'Connect: other people’s accounts',
  cash_balance: 'bank transfers into a customer’s cash balance',
  customer_cash_balance_transaction: 'bank transfers into a customer’s cash balance',
  'payment_intent.partially_funded': 'bank transfers into a customer’s cash balance',
  identity: 'Stripe Identity',
  issuing_authorization: 'Stripe Issuing',
  issuing_card: 'Stripe Issuing',
  issuing_cardholder: 'Stripe Issuing',
  issuing_transaction: 'Stripe Issuing',
  payment_link: 'payment links: the app opens Checkout sessions',
  payout: 'payouts to a bank account',
  quote: 'quotes',
  reporting: 'reports',
  tax_rate: 'the sandbox computes no Stripe taxes',
  topup: 'top-ups of the account’s balance',
  transfer: 'Connect: transfers between accounts',
  v1: 'metered billing',
};

/** Splits the CLI's recipes into those to run and those to exclude. Throws for a recipe that is in neither list. */
export function selectRecipes(known: string[]): { recipes: Recipe[]; excluded: { name: string; reason: string }[] } {
  const recipes: Recipe[] = [];
  const excluded: { name: string; reason: string }[] = [];
  for (const name of known) {
    const family = name.split('.')[0] ?? name;
    const reason = EXCLUDED[name] ?? EXCLUDED[family];
    if (reason) excluded.push({ name, reason });
    else if (FAMILIES.includes(family)) recipes.push({ name, event: named[name] ?? name });
    else throw new Error(`The CLI has a recipe that is neither run nor excluded: ${name}.`);
  }
  return { recipes, excluded };
}
