import type { StripeContext } from '../api/context';
import type { DisputeRecord } from '../api/tables';
import { escalate } from './escalate';
import { disputeTime, dueKey, resolveDispute } from './resolve';

// The bank decides on test evidence immediately; two seconds make "under review" visible (our choice).
const DECIDES_AFTER = 2;

/** No response in time: the dispute is lost, an inquiry closes. */
export function planDueDate(ctx: StripeContext, dispute: DisputeRecord): void {
  ctx.world.clocks.schedule({
    at: dispute.evidence_details.due_by ?? dispute.created,
    kind: 'stripe.dispute.due',
    key: dueKey(dispute.id),
    data: { id: dispute.id },
    clock: clockOf(ctx, dispute),
  });
}

/** The values that decide a test dispute (docs: "Testing disputes"). Other evidence stays under review. */
export const DECISIONS = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
  escalate_inquiry_evidence: 'escalated',
} as const;
export type Decision = (typeof DECISIONS)[keyof typeof DECISIONS];

export function planDecision(ctx: StripeContext, dispute: DisputeRecord, decision: Decision): void {
  ctx.world.clocks.schedule({
    at: disputeTime(ctx, dispute) + DECIDES_AFTER,
    kind: 'stripe.dispute.decide',
    key: `stripe.dispute.decide:${dispute.id}`,
    data: { id: dispute.id, decision },
    clock: clockOf(ctx, dispute),
  });
}

const clockOf = (ctx: StripeContext, dispute: DisputeRecord): string =>
  ctx.clockOf(ctx.tables.charges.get(dispute.charge)?.customer);

const OPEN = ['needs_response', 'warning_needs_response'];
const UNDER_REVIEW = ['under_review', 'warning_under_review'];

export function startDisputes(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.dispute.due', ({ id }: { id: string }) => {
    const dispute = ctx.tables.disputes.get(id);
    if (dispute && OPEN.includes(dispute.status)) resolveDispute(ctx, dispute, 'lost');
  });
  ctx.world.clocks.on('stripe.dispute.decide', ({ id, decision }: { id: string; decision: Decision }) => {
    const dispute = ctx.tables.disputes.get(id);
    if (!dispute || !UNDER_REVIEW.includes(dispute.status)) return;
    if (decision === 'escalated') escalate(ctx, dispute);
    else resolveDispute(ctx, dispute, decision);
  });
}
