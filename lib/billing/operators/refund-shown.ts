import { createHash } from 'node:crypto';
import { appError } from '@/lib/errors';
import { type OperatorRefund, type OperatorRefundTerms, operatorRefundTerms } from './refund';

/** Identifies the amount, earlier refunds, and everything that a refund would close; posted back with its form. */
export function refundFingerprint({ amount, currency, givenBack, closes }: OperatorRefundTerms): string {
  return createHash('sha256')
    .update(JSON.stringify([String(amount), currency, String(givenBack), closes]))
    .digest('base64url');
}

/**
 * Checks that a refund would still do what its page showed. Otherwise throws billing/preview-expired (409), and what
 * `operatorRefundTerms` throws.
 */
export async function assertRefundShown(wanted: Omit<OperatorRefund, 'actor'>, shown: string): Promise<void> {
  const terms = await operatorRefundTerms(wanted);
  if (refundFingerprint(terms) !== shown) throw appError('billing/preview-expired');
}
