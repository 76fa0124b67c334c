import { id } from '../../engine/random';

// Prefix, the part that always follows it, and the total number of characters after the prefix
// (docs/providers/stripe.md#api-basics).
const FORMS = {
  customer: ['cus_', '', 14],
  product: ['prod_', '', 14],
  subscription: ['sub_', '', 14],
  subscription_item: ['si_', '', 14],
  request: ['req_', '', 14],
  price: ['price_', '1', 24],
  plan: ['plan_', '', 14],
  invoice: ['in_', '1', 24],
  line_item: ['il_', '1', 24],
  invoiceitem: ['ii_', '1', 24],
  invoice_payment: ['inpay_', '1', 24],
  payment_method: ['pm_', '1', 24],
  card: ['card_', '1', 24],
  token: ['tok_', '1', 24],
  source: ['src_', '1', 24],
  setup_intent: ['seti_', '1', 24],
  setup_attempt: ['setatt_', '1', 24],
  mandate: ['mandate_', '1', 24],
  portal_session: ['bps_', '1', 24],
  portal_configuration: ['bpc_', '1', 24],
  webhook_endpoint: ['we_', '1', 24],
  billing_event: ['evt_', '1', 24],
  payment_event: ['evt_', '3', 24],
  promotion_code: ['promo_', '1', 24],
  discount: ['di_', '1', 24],
  test_clock: ['clock_', '1', 24],
  schedule: ['sub_sched_', '1', 24],
  credit_note: ['cn_', '1', 24],
  customer_balance_transaction: ['cbtxn_', '1', 24],
  tax_id: ['txi_', '1', 24],
  payment_intent: ['pi_', '3', 24],
  charge: ['ch_', '3', 24],
  payment: ['py_', '3', 24],
  balance_transaction: ['txn_', '3', 24],
  adjustment_transaction: ['txn_', '1', 24],
  refund: ['re_', '3', 24],
  dispute: ['du_', '1', 24],
  checkout_session: ['cs_test_', 'a1', 58],
  setup_session: ['cs_test_', 'c1', 58],
  payment_link: ['plink_', '1', 24],
  checkout_line: ['li_', '1', 24],
  coupon: ['', '', 8],
} as const;

/** A new id in Stripe's format for this type of object. */
export function newId(kind: keyof typeof FORMS): string {
  const [prefix, lead, length] = FORMS[kind];
  return id(prefix + lead, length - lead.length);
}

/** The client secret of an intent: `<owner>_secret_<25 characters>`. */
export function clientSecret(owner: string): string {
  return id(`${owner}_secret_`, 25);
}

/** The prefix of a customer's invoice numbers, such as `O6OJNDPS`. */
export function invoicePrefix(): string {
  return id('', 8, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
}
