import { createHash } from 'node:crypto';
import { appError } from '@/lib/errors';
import { type OperatorRefund, type OperatorRefundTerms, operatorRefundTerms } from './refund';

/** Stands for the amount, what was given back before, and everything that closes with a refund; sent back with its form. */
export function refundFingerprint({ amount, currency, givenBack, closes }: OperatorRefundTerms): string {
  return createHash('sha256')
    .update(JSON.stringify([String(amount), currency, String(givenBack), closes]))
    .digest('base64url');
}

/**
 * Checks that a refund would still do what its page showed. Throws billing/preview-expired (409) otherwise, and what
 * `operatorRefundTerms` throws.
 */
export async function assertRefundShown(wanted: Omit<OperatorRefund, 'actor'>, shown: string): Promise<void> {
  const terms = await operatorRefundTerms(wanted);
  if (refundFingerprint(terms) !== shown) throw appError('billing/preview-expired');
}
