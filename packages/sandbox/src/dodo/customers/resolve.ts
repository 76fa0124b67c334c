import type { Metadata } from '../api/fields';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import type { CustomerRecord } from '../records/customer';

interface NewCustomer {
  email: string;
  name?: string | null | undefined;
  phone?: string | null | undefined;
  metadata?: Metadata | undefined;
}

export function createCustomer(dodo: Dodo, { email, name, phone = null, metadata = {} }: NewCustomer): CustomerRecord {
  const row: CustomerRecord = {
    id: newId('cus_'),
    createdMs: dodo.now(),
    email,
    name: name ?? '',
    phone,
    metadata,
  };
  return dodo.tables.customers.put(row.id, row);
}

/** The newest customer with that email, or a new one. Emails aren't unique (docs/providers/dodo.md#checkout). */
export function customerByEmail(dodo: Dodo, wanted: NewCustomer, alwaysNew: boolean): CustomerRecord {
  const [newest] = dodo.tables.customers.by('email', wanted.email.toLowerCase());
  return newest && !alwaysNew ? newest : createCustomer(dodo, wanted);
}

/** The customer of a request: an existing one by id, or by email as above. @throws 404 for an unknown id */
export function requestedCustomer(
  dodo: Dodo,
  asked:
    | { customer_id: string }
    | { email: string; name?: string | null | undefined; phone_number?: string | null | undefined },
): CustomerRecord {
  if ('customer_id' in asked) return need(dodo.tables.customers, asked.customer_id);
  return customerByEmail(dodo, { email: asked.email, name: asked.name, phone: asked.phone_number }, false);
}
