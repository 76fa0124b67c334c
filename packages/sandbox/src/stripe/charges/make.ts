import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import type { ChargeRecord, PaymentIntentRecord, PaymentMethodRecord } from '../api/tables';
import type { CardErrorBody } from '../payment-methods/declines';
import { methodDetails } from './method-details';
import { authorized, refusedOutcome } from './outcome';

/** Result of an intent's charge. */
export type ChargeResult =
  | { status: 'succeeded'; captured: boolean }
  | { status: 'pending' }
  | { status: 'failed'; error: CardErrorBody; blocked: boolean };

/** The receipt page of a charge; null until it has one. */
const receiptUrl = (ctx: StripeContext, id: string): string => `${ctx.world.config.url}/pay/stripe/receipts/${id}`;

/** What a charge copies from its intent, or for the legacy API from its own request; then `id` is null. */
export type Charged = Pick<
  PaymentIntentRecord,
  | 'amount'
  | 'currency'
  | 'customer'
  | 'description'
  | 'metadata'
  | 'receipt_email'
  | 'shipping'
  | 'statement_descriptor'
  | 'statement_descriptor_suffix'
> & { id: string | null };

/** Stores the charge of one payment attempt. Emits nothing. */
export function makeCharge(
  ctx: StripeContext,
  intent: Charged,
  method: PaymentMethodRecord,
  result: ChargeResult,
  challenged: boolean,
): ChargeRecord {
  const id = newId(method.type === 'card' ? 'charge' : 'payment');
  const failed = result.status === 'failed' ? result : undefined;
  const captured = result.status === 'pending' || (result.status === 'succeeded' && result.captured);
  return ctx.tables.charges.put(id, {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor ?? 'TOLLGATE SANDBOX',
    captured: captured && !failed,
    created: ctx.now(intent.customer),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failed?.error.code ?? null,
    failure_message: failed?.error.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: failed ? refusedOutcome(failed.error, failed.blocked) : authorized,
    paid: result.status === 'succeeded',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(method, intent.amount, challenged),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: result.status === 'succeeded' ? receiptUrl(ctx, id) : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: result.status,
    transfer_data: null,
    transfer_group: null,
  });
}

export { receiptUrl };
