import type DodoPayments from 'dodopayments';
import { BRAND_ID, BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import type { LicenseInstanceRecord, LicenseKeyRecord } from '../records/license';
import { stamp, stampOrNull } from '../time/stamp';

export function licenseStatus(dodo: Dodo, row: LicenseKeyRecord): DodoPayments.LicenseKeyStatus {
  if (row.disabled) return 'disabled';
  return row.expiresMs !== null && row.expiresMs <= dodo.now() ? 'expired' : 'active';
}

export function licenseKeyWire(dodo: Dodo, row: LicenseKeyRecord) {
  return {
    id: row.id,
    brand_id: BRAND_ID,
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    customer_id: row.customerId,
    instances_count: dodo.tables.licenseInstances.by('key', row.id).length,
    key: row.key,
    product_id: row.productId,
    source: row.source,
    status: licenseStatus(dodo, row),
    activations_limit: row.activationsLimit,
    expires_at: stampOrNull(row.expiresMs),
    payment_id: row.paymentId,
    subscription_id: row.subscriptionId,
  } satisfies Required<DodoPayments.LicenseKey>;
}

export function instanceWire(row: LicenseInstanceRecord) {
  return {
    id: row.id,
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    license_key_id: row.licenseKeyId,
    name: row.name,
  } satisfies Required<DodoPayments.LicenseKeyInstance>;
}
