import { z } from 'zod';
import { displayName } from '@/lib/account/display-name';
import { FEEDBACK } from '@/lib/billing/account/cancel';
import { changeInput } from '@/lib/billing/account/change';
import { PLAN_KEYS } from '@/lib/billing/catalog/plans';
import { ADOPTABLE } from '@/lib/billing/operators/adopt';
import { GIVEN_PLANS, MAX_GIVEN_DAYS } from '@/lib/billing/operators/give-access';
import { MAX_GIVEN_CREDITS } from '@/lib/billing/operators/give-credits';
import { wholeNumber } from '@/lib/http/whole-number';
import { eventFilter } from '@/lib/operators/event-filter';
import { MAX_TEXT } from '@/lib/reports/series';
import { MAX_TYPED } from '@/lib/team/addresses';
import { timeZoneName } from '@/lib/time-zone';
import { GIVEN_ROLES } from '@/lib/workspaces/roles';

// What the route handlers of app/api accept. Here instead of in each handler’s file, because Next allows no other exports
// there, and the API's description (lib/api/operations.ts) is made of the same schemas.

const MAX_COMMENT = 500;
/** The state that a page showed, sealed by lib/billing/operations/shown-terms.ts. */
const terms = z.string().max(4_000);
const token = z.string().min(1).max(200);
const callbackUrl = z.string().default('/dashboard');
/** Why an operator does something; kept in the audit log. */
const reason = z.string().trim().min(1).max(500);

function emptyAsNull<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), schema.nullable());
}

export const emptyInput = z.strictObject({});

// Sign-in
export const oauthInput = z.strictObject({ provider: z.enum(['github', 'google']), callbackUrl });
export const confirmSignInInput = z.strictObject({ token, callbackUrl });
export const signInInput = z.strictObject({ email: z.string(), callbackUrl });

// Account
export const refundInput = z.strictObject({ payment: z.uuid() });
export const resumeInput = z.strictObject({ terms: terms.optional() });
export const pauseInput = z.strictObject({ terms });
/** `when` is what the page offered; `terms` is the sealed state it showed. */
export const cancelInput = z.strictObject({
  when: z.enum(['period_end', 'now']),
  terms,
  feedback: emptyAsNull(z.enum(FEEDBACK)).default(null),
  comment: emptyAsNull(z.string().trim().max(MAX_COMMENT)).default(null),
});
/** `terms` is the sealed state the confirmation page showed. */
export const changePlanInput = changeInput.extend({ terms });
export const emailInput = z.strictObject({ email: z.string().max(500) });
export const tokenInput = z.strictObject({ token });
export const timeZoneInput = z.strictObject({ timeZone: timeZoneName });
/** Requires the checkbox, so that one accidental click deletes nothing. */
export const deleteInput = z.strictObject({ understood: z.literal('yes') });
export const portalInput = z.strictObject({ provider: z.enum(['stripe', 'dodo']).optional() });
export const seriesInput = z.strictObject({ series: z.string().max(MAX_TEXT) });

// Workspaces
/** The workspace that the page showed: another tab may have switched since. */
const workspace = z.uuid();
export const inviteInput = z.strictObject({ workspace, emails: z.string().max(MAX_TYPED), role: z.enum(GIVEN_ROLES) });
export const invitationInput = z.strictObject({ invitation: z.uuid() });
export const memberInput = z.strictObject({ member: z.uuid() });
export const memberRoleInput = z.strictObject({ member: z.uuid(), role: z.enum(GIVEN_ROLES) });
export const workspaceNameInput = z.strictObject({ workspace, name: displayName });
export const workspaceInput = z.strictObject({ workspace });
export const deleteWorkspaceInput = deleteInput.extend({ workspace });

// Operators
export const searchInput = z.strictObject({ q: z.string().trim().max(320) });
export const customerInput = z.strictObject({ workspace: z.uuid() });
export const operatorCancelInput = z.strictObject({
  workspace: z.uuid(),
  when: z.enum(['now', 'period_end']),
  terms,
  reason,
});
export const creditsInput = z.strictObject({
  workspace: z.uuid(),
  key: z.uuid(),
  amount: wholeNumber(1, MAX_GIVEN_CREDITS),
  reason,
});
export const giveAccessInput = z.strictObject({
  workspace: z.uuid(),
  key: z.uuid(),
  plan: z.enum(PLAN_KEYS).refine((plan) => GIVEN_PLANS.includes(plan)),
  days: wholeNumber(1, MAX_GIVEN_DAYS),
  reason,
});
export const endAccessInput = z.strictObject({ workspace: z.uuid(), gift: z.uuid() });
const contract = { workspace: z.uuid(), contract: z.uuid(), reason };
export const adoptInput = z.strictObject({ ...contract, sku: z.enum(ADOPTABLE) });
export const leaveInput = z.strictObject(contract);
export const operatorRefundInput = z.strictObject({
  workspace: z.uuid(),
  payment: z.uuid(),
  /** Minor units; empty for everything that is left. */
  amount: z.union([z.literal(''), z.string().regex(/^[1-9]\d{0,14}$/)]),
  /** Ids of the items to refund, each in full or, when it is one, with the amount; empty for the payment. */
  items: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given) => (typeof given === 'string' ? [given] : given))
    .pipe(z.array(z.string().min(1).max(200)).max(100)),
  /** What the page showed. */
  shown: z.string().max(4_000),
  reason,
});
export const resendInput = z.strictObject({ email: z.uuid(), workspace: z.uuid().optional() });
export const closeAlertInput = z.strictObject({ alert: z.uuid(), note: reason });
/** One event, everything that is dead, or what a filter of the list names. */
export const replayInput = z.union([
  z.strictObject({ event: z.uuid() }),
  z.strictObject({ dead: z.literal('1') }),
  eventFilter,
]);
export const jobInput = z.strictObject({ job: z.string().max(40) });
