import type { Dodo } from '../dodo';
import { newId, newLicenseKey } from '../ids';
import type { LicenseKeyRecord } from '../records/license';
import type { PaymentRecord } from '../records/payment';
import { addInterval } from '../time/calendar';

/** Issues a key for each purchased product that includes license keys. Sends `license_key.created`. */
export function issueLicenses(dodo: Dodo, payment: PaymentRecord): LicenseKeyRecord[] {
  const once = (payment.productCart ?? []).map((item) => ({ productId: item.product_id, subscriptionId: null }));
  const recurring = payment.subscriptionIds.map((id) => ({
    productId: dodo.tables.subscriptions.get(id)?.plan.productId ?? '',
    subscriptionId: id,
  }));
  return [...once, ...recurring].flatMap(({ productId, subscriptionId }) => {
    const terms = dodo.tables.products.get(productId)?.license;
    if (!terms) return [];
    const now = dodo.now();
    const key: LicenseKeyRecord = {
      id: newId('lic_'),
      createdMs: now,
      key: newLicenseKey(),
      customerId: payment.customerId,
      productId,
      paymentId: payment.id,
      subscriptionId,
      activationsLimit: terms.activationsLimit,
      expiresMs: terms.duration ? addInterval(now, terms.duration.count, terms.duration.interval) : null,
      disabled: false,
      source: 'auto',
    };
    dodo.tables.licenseKeys.put(key.id, key);
    dodo.emit('license_key.created', key.id);
    return [key];
  });
}
