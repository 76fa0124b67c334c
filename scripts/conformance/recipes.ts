/** A recipe of `stripe trigger`, and the event it is named for when that is another. */
export interface Recipe {
  name: string;
  event: string;
}

const named: Record<string, string> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
  // The recipe cancels a schedule; aborted are those whose subscription ended for non-payment (docs: event types).
  'subscription_schedule.aborted': 'subscription_schedule.canceled',
};

/** What issue 3 asks for: every recipe of these families. */
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

/** Families and single recipes that are left out, each with its reason. */
const LEFT_OUT: Record<string, string> = {
  account: 'Connect: other people’s accounts',
  cash_balance: 'bank transfers into a customer’s cash balance',
  customer_cash_balance_transaction: 'bank transfers into a customer’s cash balance',
  'payment_intent.partially_funded': 'bank transfers into a customer’s cash balance',
  identity: 'Stripe Identity',
  issuing_authorization: 'Stripe Issuing',
  issuing_card: 'Stripe Issuing',
  issuing_cardholder: 'Stripe Issuing',
  issuing_transaction: 'Stripe Issuing',
  payment_link: 'payment links: the starter opens Checkout by itself',
  payout: 'payouts to a bank account',
  quote: 'quotes',
  reporting: 'reports',
  tax_rate: 'taxes are not computed here',
  topup: 'top-ups of the account’s balance',
  transfer: 'Connect: transfers between accounts',
  v1: 'metered billing',
};

/** The recipes to run, and those left out, of all that the installed CLI knows. Throws for one that is neither. */
export function sorted(known: string[]): { recipes: Recipe[]; leftOut: { name: string; reason: string }[] } {
  const recipes: Recipe[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const name of known) {
    const family = name.split('.')[0] ?? name;
    const reason = LEFT_OUT[name] ?? LEFT_OUT[family];
    if (reason) leftOut.push({ name, reason });
    else if (FAMILIES.includes(family)) recipes.push({ name, event: named[name] ?? name });
    else throw new Error(`The CLI knows a recipe that is neither run nor left out: ${name}.`);
  }
  return { recipes, leftOut };
}
