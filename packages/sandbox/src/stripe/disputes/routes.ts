import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type Expandables, reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { type Metadata, mergeMetadata } from '../api/metadata';
import { clearable, p, type Schema } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { DisputeRecord } from '../api/tables';
import { unsupported } from '../subscriptions/unsupported';
import { type Evidence, evidenceFields } from './evidence';
import { disputeTime, isInquiry, resolveDispute } from './resolve';
import { DECISIONS, planDecision, startDisputes } from './scheduled';

const url = '/v1/disputes';

const expandables: Expandables = {
  'dispute.charge': reference('charge', (ctx, id) => ctx.tables.charges.get(id)),
  'dispute.payment_intent': reference('payment_intent', (ctx, id) => ctx.tables.paymentIntents.get(id)),
};

const evidenceParams: Schema = {
  ...Object.fromEntries(evidenceFields.map((name) => [name, clearable(p.string({ max: 20_000 }))])),
  enhanced_evidence: unsupported(),
};

/** Stores evidence and, unless it is only staged, submits it to the bank. */
function answer(
  ctx: StripeContext,
  dispute: DisputeRecord,
  given: Partial<Evidence>,
  metadata: Metadata,
  submit: boolean,
): DisputeRecord {
  if (!['needs_response', 'warning_needs_response'].includes(dispute.status)) {
    throw invalidRequest(`This dispute's status is ${dispute.status}: evidence can no longer be submitted.`, {
      param: 'evidence',
    });
  }
  const evidence: Evidence = { ...dispute.evidence, ...given };
  const details = dispute.evidence_details;
  const patch: Partial<DisputeRecord> = {
    evidence,
    metadata,
    evidence_details: {
      ...details,
      has_evidence: true,
      submission_count: details.submission_count + (submit ? 1 : 0),
      submission_method: submit ? 'manual' : details.submission_method,
    },
  };
  if (submit) patch.status = isInquiry(dispute) ? 'warning_under_review' : 'under_review';
  const created = disputeTime(ctx, dispute);
  const updated = ctx.update(ctx.tables.disputes, dispute, patch, 'charge.dispute.updated', { created });
  const word = Object.entries(DECISIONS).find(([text]) => text === evidence.uncategorized_text);
  if (submit && word) planDecision(ctx, updated, word[1]);
  return updated;
}

export const disputes: Resource = {
  routes: [
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...listParams, charge: p.string(), payment_intent: p.string() },
      handler: (ctx, { params: { charge, payment_intent, ...page } }) =>
        listOf<DisputeRecord>(page, {
          url,
          label: 'dispute',
          source:
            charge !== undefined
              ? ctx.tables.disputes.by('charge', charge)
              : payment_intent !== undefined
                ? ctx.tables.disputes.by('payment_intent', payment_intent)
                : ctx.tables.disputes.newestFirst(),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/disputes/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.disputes, 'dispute', id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/disputes/:id',
      params: {
        evidence: p.object(evidenceParams),
        intended_submission_method: unsupported(),
        metadata: p.metadata(),
        submit: p.boolean(),
      },
      handler(ctx, { id, params }) {
        const dispute = ctx.need(ctx.tables.disputes, 'dispute', id);
        const metadata = mergeMetadata(dispute.metadata, params.metadata);
        // The schema consists of the evidence's own member names, each a string or null.
        const evidence = params.evidence as Partial<Evidence> | undefined;
        if (evidence || params.submit) return answer(ctx, dispute, evidence ?? {}, metadata, params.submit !== false);
        const created = disputeTime(ctx, dispute);
        return ctx.update(ctx.tables.disputes, dispute, { metadata }, 'charge.dispute.updated', { created });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/disputes/:id/close',
      handler: (ctx, { id }) => resolveDispute(ctx, ctx.need(ctx.tables.disputes, 'dispute', id), 'lost'),
    }),
  ],
  expandables,
  start: startDisputes,
};
