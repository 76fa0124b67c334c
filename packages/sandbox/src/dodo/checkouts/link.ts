import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import { store } from '../payments/charge';
import type { CheckoutFlags, CheckoutOrder, CheckoutRecord } from '../records/checkout';
import type { PaymentRecord } from '../records/payment';
import { DAY_MS } from '../time/calendar';
import { scheduleEnd } from './timeouts';

const FLAGS: CheckoutFlags = {
  allowDiscountCode: false,
  allowPhone: false,
  allowTaxId: false,
  alwaysNewCustomer: false,
  redirectImmediately: false,
  requirePhone: false,
  requireTaxId: false,
  requireCardholderName: false,
  editEmail: false,
  editName: false,
  editCountry: false,
};

type LinkOptions = Partial<CheckoutFlags> &
  Partial<Pick<CheckoutOrder, 'allowedMethods' | 'force3ds' | 'showSavedMethods'>>;

/** Stores a payment with its own hosted page, valid for 24 hours: its `payment_link`. */
export function openLink(
  dodo: Dodo,
  payment: PaymentRecord,
  returnUrl: string | null,
  { allowedMethods = null, force3ds = false, showSavedMethods = false, ...flags }: LinkOptions = {},
): CheckoutRecord {
  const customer = need(dodo.tables.customers, payment.customerId);
  const id = newId('cks_');
  const session: CheckoutRecord = {
    id,
    createdMs: dodo.now(),
    expiresMs: dodo.now() + DAY_MS,
    kind: 'link',
    state: 'open',
    order: {
      cart: [],
      currency: payment.currency,
      metadata: payment.metadata,
      returnUrl,
      cancelUrl: null,
      trialDays: null,
      onDemand: null,
      flags: { ...FLAGS, ...flags },
      customFields: [],
      theme: 'system',
      payButton: null,
      allowedMethods,
      force3ds,
      showSavedMethods,
    },
    customerId: customer.id,
    email: customer.email,
    name: customer.name,
    phone: customer.phone,
    billing: payment.billing,
    discountCodes: [],
    taxId: payment.taxId,
    businessName: payment.businessName,
    answers: [],
    card: null,
    paymentId: payment.id,
    subscriptionIds: payment.subscriptionIds,
  };
  store(dodo, { ...payment, link: `${dodo.payUrl}/session/${id}` });
  scheduleEnd(dodo, session);
  return dodo.tables.checkouts.put(id, session);
}
