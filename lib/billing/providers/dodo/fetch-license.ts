import type DodoPayments from 'dodopayments';
import type { Snapshot } from '../snapshots';
import { readingOrAbsent } from './errors';
import { at, atOrNull } from './time';

/** The current state of a license key; no event reports that one was disabled, so reconciliation checks it again. */
export async function fetchLicense(dodo: DodoPayments, id: string): Promise<Snapshot> {
  const license = await readingOrAbsent(() => dodo.licenseKeys.retrieve(id));
  if (license === null) return { kind: 'absent' };
  return {
    kind: 'license',
    license: {
      externalId: license.id,
      customerExternalId: license.customer_id,
      key: license.key,
      disabled: license.status === 'disabled',
      paymentExternalId: license.payment_id ?? null,
      subscriptionExternalId: license.subscription_id ?? null,
      activationsLimit: license.activations_limit ?? null,
      createdAt: at(license.created_at),
      expiresAt: atOrNull(license.expires_at),
    },
  };
}
