import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { CoveredSpan } from './coverage';

/** What `Subscription.coverage` holds: the coverage as access needs it, worked out when its facts were last written. */
export interface StoredCoverage {
  readonly spans: readonly CoveredSpan[];
  /** A dispute is open over one of its payments, or was lost. */
  readonly disputed: boolean;
  /** No invoice has sold what the contract says now: the merchant changed it and has billed nothing yet. */
  readonly unbilled: boolean;
}

const moment = z.iso.datetime().transform((at) => new Date(at));
const stored = z.object({
  spans: z.array(
    z.object({
      sku: z.string(),
      quantity: z.number(),
      from: moment,
      until: moment,
      standing: z.enum(['clear', 'disputed', 'refunded', 'charged_back']),
      invoices: z.array(z.string()),
    }),
  ),
  disputed: z.boolean(),
  unbilled: z.boolean(),
});

const NONE: StoredCoverage = { spans: [], disputed: false, unbilled: false };

/** Reads the column. A row from before it existed has none until its next sync. */
export function storedCoverage(value: unknown): StoredCoverage {
  return Array.isArray(value) ? NONE : stored.parse(value);
}

/** Writes the column; it says the same for the same coverage, so that a sync that saw nothing new changes nothing. */
export function toStored({ spans, disputed, unbilled }: StoredCoverage): Prisma.InputJsonObject {
  return {
    spans: spans.map(({ from, until, invoices, ...span }) => ({
      ...span,
      from: from.toISOString(),
      until: until.toISOString(),
      invoices: [...invoices],
    })),
    disputed,
    unbilled,
  };
}
