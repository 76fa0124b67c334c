import type DodoPayments from 'dodopayments';
import type { Address, Metadata } from '../api/fields';
import type { CardUsed } from './payment';

/** The parsed request that created a checkout session. */
export interface CheckoutOrder {
  cart: CartItem[];
  currency: DodoPayments.Currency;
  metadata: Metadata;
  returnUrl: string | null;
  cancelUrl: string | null;
  trialDays: number | null;
  onDemand: { mandateOnly: boolean; price: number | null; description: string | null } | null;
  flags: CheckoutFlags;
  customFields: CustomFieldAsked[];
  theme: 'dark' | 'light' | 'system';
  payButton: string | null;
  /** Allowed payment method types; null: all that are available. */
  allowedMethods: string[] | null;
  force3ds: boolean;
  showSavedMethods: boolean;
}

export interface CartItem {
  productId: string;
  quantity: number;
  addons: { addonId: string; quantity: number }[];
  /** Pay what you want, in minor units; null: the product's price. */
  amount: number | null;
}

export interface CheckoutFlags {
  allowDiscountCode: boolean;
  allowPhone: boolean;
  allowTaxId: boolean;
  alwaysNewCustomer: boolean;
  redirectImmediately: boolean;
  requirePhone: boolean;
  requireTaxId: boolean;
  requireCardholderName: boolean;
  editEmail: boolean;
  editName: boolean;
  editCountry: boolean;
}

export interface CustomFieldAsked {
  key: string;
  label: string;
  type: 'text' | 'number' | 'email' | 'url' | 'date' | 'dropdown' | 'boolean';
  options: string[];
  placeholder: string | null;
  required: boolean;
}

/** A hosted page that collects money: a cart from the API, or the payment link of an existing payment. */
export interface CheckoutRecord {
  id: string;
  createdMs: number;
  expiresMs: number;
  /** `link`: the page of an existing payment (new card, amount due, plan change, legacy API). */
  kind: 'cart' | 'link';
  /** `open` until it is used; `used` after a success or when the customer gave up. */
  state: 'open' | 'used';
  order: CheckoutOrder;
  customerId: string | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  billing: Address | null;
  discountCodes: string[];
  taxId: string | null;
  businessName: string | null;
  /** Values of the merchant's custom fields. */
  answers: { key: string; value: string }[];
  /** The card whose bank is challenging the customer. */
  card: CardUsed | null;
  paymentId: string | null;
  subscriptionIds: string[];
}
