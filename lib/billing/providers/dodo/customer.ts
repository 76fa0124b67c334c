import type DodoPayments from 'dodopayments';
import { METADATA } from '../metadata';
import { ONCE } from './client';
import { acting } from './errors';

export interface NewCustomer {
  readonly operationId: string;
  readonly workspaceId: string;
  readonly email: string;
  readonly name: string | null;
}

/** Creates a customer. Dodo requires a name; if there is none, we use the part of the email address before the @. */
export async function createCustomer(
  dodo: DodoPayments,
  appId: string,
  { operationId, workspaceId, email, name }: NewCustomer,
): Promise<{ externalId: string }> {
  const metadata = { [METADATA.app]: appId, [METADATA.workspace]: workspaceId, [METADATA.operation]: operationId };
  const standIn = email.slice(0, Math.max(1, email.indexOf('@')));
  const customer = await acting(() => dodo.customers.create({ email, name: name ?? standIn, metadata }, ONCE));
  return { externalId: customer.customer_id };
}

export async function updateCustomer(
  dodo: DodoPayments,
  customerId: string,
  { email, name }: Pick<NewCustomer, 'email' | 'name'>,
): Promise<void> {
  await acting(() => dodo.customers.update(customerId, { email, ...(name === null ? {} : { name }) }, ONCE));
}
