import type DodoPayments from 'dodopayments';
import type { Metadata } from '../api/fields';

export interface MeterRecord {
  id: string;
  createdMs: number;
  updatedMs: number;
  name: string;
  description: string | null;
  eventName: string;
  measurementUnit: string;
  aggregation: { type: 'count' | 'sum' | 'max' | 'last'; key: string | null };
  filter: DodoPayments.MeterFilter | null;
  archived: boolean;
}

export interface UsageEventRecord {
  id: string;
  customerId: string;
  name: string;
  atMs: number;
  metadata: Metadata | null;
}
