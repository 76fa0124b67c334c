import { z } from 'zod';
import { withoutNul } from './postgres-text';
import { METADATA } from './providers/metadata';

/** Where the events of both providers name a customer: Stripe's object is one level deeper, its customer an id or more. */
const object = z.object({
  metadata: z
    .object({ [METADATA.workspace]: z.string().optional() })
    .nullish()
    .catch(null),
  customer: z
    .union([z.string(), z.object({ id: z.string() }), z.object({ customer_id: z.string() })])
    .nullish()
    .catch(null),
  // Dodo's license keys.
  customer_id: z.string().nullish().catch(null),
});
const payload = z.object({ data: z.union([z.object({ object }).transform((data) => data.object), object]) });

/** Whom an event's payload names: the provider's customer, and our user in its metadata. */
export interface Named {
  readonly customerExternalId: string | null;
  readonly workspaceId: string | null;
}

/** Reads the customer and user a payload names; nulls where it names none. */
export function namedIn(body: unknown): Named {
  const parsed = payload.safeParse(body);
  if (!parsed.success) return { customerExternalId: null, workspaceId: null };
  const { metadata, customer, customer_id } = parsed.data.data;
  return {
    customerExternalId: withoutNul(customerOf(customer) ?? customer_id ?? null),
    workspaceId: withoutNul(metadata?.[METADATA.workspace] ?? null),
  };
}

function customerOf(customer: z.output<typeof object>['customer']): string | null {
  if (customer === null || customer === undefined) return null;
  if (typeof customer === 'string') return customer;
  return 'id' in customer ? customer.id : customer.customer_id;
}
