import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { claimSelfServiceRefund } from '../ledger/self-service-refund';
import { runOperationNow } from '../operations/request';
import { refundEffect } from './refund-effect';
import { REFUNDABLE, type RefundBlock, refundRules } from './refund-rules';

export { REFUND_DAYS } from './refund-rules';

const MESSAGES: Partial<Record<RefundBlock, string>> = {
  'newer-payment': 'A newer payment depends on this one. Request a refund of your newest payment first.',
  'already-used':
    'You’ve already received a refund for this product. Contact support, and we’ll look into it with you.',
};

const refused = (block: RefundBlock) =>
  appError('billing/not-refundable', MESSAGES[block] === undefined ? {} : { message: MESSAGES[block] });

/**
 * Gives a customer's own payment back in full, once per person and product. A payment for the running period takes the
 * subscription with it, now. Raises not-found (404) for someone else's payment, billing/not-refundable (409) outside
 * the rules in refund-rules.ts, billing/in-progress (409) while another refund of it is under way.
 */
export async function requestRefund(actor: Actor, paymentId: string): Promise<void> {
  const { workspaceId } = actor;
  const own = { id: paymentId, workspaceId, mode: env().payments.mode };
  const payment = await db().payment.findFirst({ where: own });
  if (payment === null) throw appError('not-found');
  const now = await businessNow();
  const key = `refund:${payment.id}`;
  const { ends: endsSubscription } = await refundEffect(payment);
  await runOperationNow(
    {
      ...{ workspaceId, provider: payment.provider, kind: 'refund', key },
      params: { paymentExternalId: payment.externalId, endsSubscription },
      actor: actorName(actor),
    },
    async (tx, operationId) => {
      // Under the lock that spending and syncing take too: credits cannot be spent and given back at the same time.
      const under = { key, status: { in: ['planned' as const, 'sent' as const, 'unknown' as const] } };
      if ((await tx.operation.count({ where: under })) > 0) throw appError('billing/in-progress');
      const current = await tx.payment.findFirstOrThrow({ where: own, ...REFUNDABLE });
      const block = (await refundRules(workspaceId, now, tx))(current);
      if (block !== null) throw refused(block);
      if ((await refundEffect(current, tx)).ends !== endsSubscription) throw appError('billing/in-progress');
      if (!(await claimSelfServiceRefund(tx, { workspaceId, operationId, payment: current })))
        throw refused('already-used');
    },
  );
}
