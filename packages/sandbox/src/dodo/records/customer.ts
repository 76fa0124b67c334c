import type DodoPayments from 'dodopayments';
import type { Metadata } from '../api/fields';

export interface CustomerRecord {
  id: string;
  createdMs: number;
  email: string;
  name: string;
  phone: string | null;
  metadata: Metadata;
}

/** A saved card with its test number, which determines how later charges end. */
export interface PaymentMethodRecord {
  id: string;
  createdMs: number;
  customerId: string;
  cardNumber: string;
  brand: string;
  last4: string;
  country: DodoPayments.CountryCode;
  funding: 'credit' | 'debit';
  holder: string | null;
  expiryMonth: string;
  expiryYear: string;
  lastUsedMs: number | null;
}

/** A portal login, valid for 24 hours (docs.dodopayments.com/features/customer-portal). */
export interface PortalSessionRecord {
  token: string;
  customerId: string;
  createdMs: number;
  expiresMs: number;
  returnUrl: string | null;
}
