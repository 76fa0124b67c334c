import type DodoPayments from 'dodopayments';
import type { Metadata } from '../api/fields';

export interface ProductRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  archived: boolean;
  name: string;
  description: string | null;
  price: DodoPayments.Price;
  taxCategory: DodoPayments.TaxCategory;
  metadata: Metadata;
  addons: string[];
  license: LicenseTerms | null;
}

/** Limits of the license keys of a product. */
export interface LicenseTerms {
  activationsLimit: number | null;
  activationMessage: string | null;
  duration: { count: number; interval: DodoPayments.TimeInterval } | null;
}

export interface AddonRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  name: string;
  description: string | null;
  price: number;
  currency: DodoPayments.Currency;
  taxCategory: DodoPayments.TaxCategory;
}
