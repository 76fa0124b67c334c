export interface LicenseKeyRecord {
  id: string;
  createdMs: number;
  key: string;
  customerId: string;
  productId: string;
  paymentId: string | null;
  subscriptionId: string | null;
  activationsLimit: number | null;
  expiresMs: number | null;
  disabled: boolean;
  source: 'auto' | 'import' | 'manual';
}

export interface LicenseInstanceRecord {
  id: string;
  createdMs: number;
  licenseKeyId: string;
  name: string;
}
