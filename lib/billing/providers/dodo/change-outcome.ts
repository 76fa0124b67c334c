import type DodoPayments from 'dodopayments';
import { ProviderRefused, ProviderUnknown } from '../errors';
import { METADATA, metadataValue } from '../metadata';
import type { ChangeRequest } from '../requests';
import { reading } from './errors';
import { paymentStatus } from './status';

interface Answer {
  /** A response may omit the payment (docs.dodopayments.com/api-reference/subscriptions/change-plan). */
  readonly paymentId: string | null;
  readonly link: string | null;
}

/**
 * The outcome of a plan change: done if the subscription says so, otherwise what its payment says. Throws
 * `ProviderRefused` if the charge was declined; `ProviderUnknown` while it's processing or nothing can be read, because
 * "not done" would lead to a second charge.
 */
export async function changeOutcome(
  dodo: DodoPayments,
  request: ChangeRequest,
  operationId: string,
  { paymentId, link }: Answer,
): Promise<{ confirmUrl: string | null }> {
  try {
    if (await isChanged(dodo, request)) return { confirmUrl: null };
    if (link !== null) return { confirmUrl: link };
    const payment = await paymentOf(dodo, request, operationId, paymentId);
    if (payment !== null && paymentStatus(payment.status) === 'failed') throw refusal(payment);
    const page = payment?.status === 'requires_customer_action' ? (payment.payment_link ?? null) : null;
    if (page !== null) return { confirmUrl: page };
  } catch (cause) {
    if (cause instanceof Declined) throw cause;
    throw new ProviderUnknown(`Dodo: ${request.subscriptionExternalId} couldn’t be read after a change`, { cause });
  }
  throw new ProviderUnknown(`Dodo: the change of ${request.subscriptionExternalId} is waiting for its payment`);
}

class Declined extends ProviderRefused {}

function refusal({ error_message: why, error_code: code }: DodoPayments.Payment): Declined {
  return new Declined(`Dodo: ${why ?? 'the charge was declined'}`, code ?? null);
}

async function isChanged(dodo: DodoPayments, request: ChangeRequest): Promise<boolean> {
  const now = await reading(() => dodo.subscriptions.retrieve(request.subscriptionExternalId));
  return now.product_id === request.priceExternalId && now.quantity === request.quantity;
}

/** The payment named in the response, otherwise the subscription's newest, if it carries the operation's id. */
async function paymentOf(
  dodo: DodoPayments,
  { subscriptionExternalId: subscription_id }: ChangeRequest,
  operationId: string,
  paymentId: string | null,
): Promise<DodoPayments.Payment | null> {
  const id = paymentId ?? (await newestPayment(dodo, subscription_id));
  if (id === null) return null;
  const payment = await reading(() => dodo.payments.retrieve(id));
  return paymentId !== null || metadataValue(payment.metadata, METADATA.operation) === operationId ? payment : null;
}

async function newestPayment(dodo: DodoPayments, subscription_id: string): Promise<string | null> {
  const { items } = await reading(() => dodo.payments.list({ subscription_id, page_number: 0, page_size: 10 }));
  const newestFirst = [...items].sort((a, b) => b.created_at.localeCompare(a.created_at));
  return newestFirst[0]?.payment_id ?? null;
}
