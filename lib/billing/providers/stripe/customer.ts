import type Stripe from 'stripe';
import { METADATA } from '../metadata';
import { acting } from './errors';

export interface NewCustomer {
  readonly operationId: string;
  readonly workspaceId: string;
  readonly email: string;
  readonly name: string | null;
}

/** Creates a customer; repeating the same operation returns the same one (within Stripe's 24 hours). */
export async function createCustomer(
  stripe: Stripe,
  appId: string,
  { operationId, workspaceId, email, name }: NewCustomer,
): Promise<{ externalId: string }> {
  const metadata = { [METADATA.app]: appId, [METADATA.workspace]: workspaceId, [METADATA.operation]: operationId };
  const customer = await acting(() =>
    stripe.customers.create({ email, ...(name === null ? {} : { name }), metadata }, { idempotencyKey: operationId }),
  );
  return { externalId: customer.id };
}

export async function updateCustomer(
  stripe: Stripe,
  customerId: string,
  { email, name }: Pick<NewCustomer, 'email' | 'name'>,
): Promise<void> {
  await acting(() => stripe.customers.update(customerId, { email, ...(name === null ? {} : { name }) }));
}
