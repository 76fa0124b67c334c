import type { z } from 'zod';
import { profileInput } from '@/lib/account/profile';
import { checkoutInput } from '@/lib/billing/checkout/input';
import * as inputs from './inputs';

/**
 * Who may call it: everyone, a signed-in user, one who manages billing and members (`admin`) or owns the workspace, an
 * operator, or a program with a token or signature.
 */
export type Caller = 'everyone' | 'user' | 'admin' | 'owner' | 'operator' | 'token' | 'signature';

export interface ApiOperation {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly caller: Caller;
  /** Body, as a form or as JSON; null without one. */
  readonly input: z.ZodType | null;
  /** What a success answers: JSON, a redirect (303, or `{ url }` to a JSON request), or another type of content. */
  readonly answer: 'json' | 'redirect' | `${string}/${string}`;
}

type Row = readonly [path: string, summary: string, input: z.ZodType | null];

function posts(caller: Caller, rows: readonly Row[]): ApiOperation[] {
  return rows.map(([path, summary, input]) => ({ method: 'post', path, summary, caller, input, answer: 'redirect' }));
}

function gets(caller: Caller, rows: readonly (readonly [string, string, ApiOperation['answer']])[]): ApiOperation[] {
  return rows.map(([path, summary, answer]) => ({ method: 'get', path, summary, caller, input: null, answer }));
}

const jsonPost = { method: 'post', answer: 'json' } as const;

/** Every route handler of the app; tests/unit/openapi.test.ts compares it with the files. */
export const OPERATIONS: readonly ApiOperation[] = [
  ...gets('everyone', [
    ['/api/health', 'Whether this server can serve customers', 'json'],
    ['/api/health/live', 'Whether this process answers', 'json'],
    ['/api/health/ready', 'Whether this process can serve customers', 'json'],
    ['/api/me', 'The current user, for prerendered pages; null when signed out', 'json'],
    ['/api/openapi.json', 'This description', 'json'],
    ['/api/bad-request', 'The answer to a request that can’t be read', 'text/html'],
    ['/api/auth/callback/{provider}', 'Where GitHub and Google send people back to', 'redirect'],
  ]),
  ...posts('everyone', [
    ['/api/auth/link', 'Sends a sign-in link', inputs.signInInput],
    ['/api/auth/confirm', 'Signs in with a link', inputs.confirmSignInInput],
    ['/api/auth/oauth', 'Starts a sign-in with GitHub or Google', inputs.oauthInput],
    ['/api/auth/sign-out', 'Ends this session', null],
    ['/api/checkout', 'Opens a checkout; redirects to sign-in first when signed out', checkoutInput],
  ]),
  ...gets('user', [
    ['/api/account/export', 'Everything stored about the user', 'json'],
    ['/api/premium/report', 'What the plan includes and the credits used', 'json'],
  ]),
  ...gets('admin', [
    ['/api/workspace/export', 'Everything stored about the workspace', 'json'],
    ['/api/billing/status', 'The account page as JSON; ?checkout= adds a checkout', 'json'],
    ['/account/pay', 'Redirects to the page where an open invoice is paid', 'redirect'],
    ['/account/payments/{payment}/invoice', 'The invoice of a payment', 'application/pdf'],
  ]),
  ...posts('user', [
    ['/api/account/delete', 'Deletes the account', inputs.deleteInput],
    ['/api/account/email', 'Sends a confirmation link to a new address', inputs.emailInput],
    ['/api/account/email/confirm', 'Changes the address', inputs.tokenInput],
    ['/api/account/profile', 'Changes the profile', profileInput],
    ['/api/account/sessions', 'Ends all other sessions', inputs.emptyInput],
    ['/api/workspace/accept', 'Joins the workspace of an invitation', inputs.tokenInput],
    ['/api/workspace/leave', 'Leaves the workspace', inputs.workspaceInput],
    ['/api/workspace/switch', 'Shows another workspace from now on', inputs.workspaceInput],
  ]),
  ...posts('admin', [
    ['/api/account/cancel', 'Cancels the subscription, now or at the period end', inputs.cancelInput],
    ['/api/account/cancel/undo', 'Undoes a cancellation', inputs.emptyInput],
    ['/api/account/change', 'Changes the plan or seats exactly as previewed', inputs.changePlanInput],
    ['/api/account/change/undo', 'Undoes a scheduled change', inputs.emptyInput],
    ['/api/account/pause', 'Pauses the plan', inputs.pauseInput],
    ['/api/account/payment-method', 'Opens the page for another payment method', inputs.emptyInput],
    ['/api/account/refund', 'Refunds one of the user’s own payments', inputs.refundInput],
    ['/api/account/resume', 'Resumes a paused plan', inputs.resumeInput],
    ['/api/portal', 'Opens the provider’s billing portal', inputs.portalInput],
    ['/api/workspace/invitations', 'Invites people by email', inputs.inviteInput],
    ['/api/workspace/invitations/resend', 'Sends an invitation again, with a new link', inputs.invitationInput],
    ['/api/workspace/invitations/revoke', 'Revokes an invitation', inputs.invitationInput],
    ['/api/workspace/members/remove', 'Removes a member', inputs.memberInput],
    ['/api/workspace/members/role', 'Changes a member’s role', inputs.memberRoleInput],
    ['/api/workspace/name', 'Renames the workspace', inputs.workspaceNameInput],
  ]),
  ...posts('owner', [
    ['/api/workspace/delete', 'Deletes the workspace', inputs.deleteWorkspaceInput],
    ['/api/workspace/transfer', 'Transfers the workspace to another member', inputs.memberInput],
  ]),
  {
    ...jsonPost,
    path: '/api/account/time-zone',
    summary: 'Saves the time zone',
    caller: 'user',
    input: inputs.timeZoneInput,
  },
  { ...jsonPost, path: '/api/premium/report', summary: 'Creates a report', caller: 'user', input: inputs.seriesInput },
  {
    ...{ method: 'post', path: '/api/premium/export', summary: 'Creates a report as CSV', caller: 'user' },
    ...{ input: inputs.seriesInput, answer: 'text/csv' },
  },
  ...posts('operator', [
    ['/api/admin/access', 'Grants a customer days of a plan', inputs.giveAccessInput],
    ['/api/admin/access/end', 'Ends granted days early', inputs.endAccessInput],
    ['/api/admin/alerts', 'Closes an alert with a note', inputs.closeAlertInput],
    ['/api/admin/contracts/adopt', 'Makes a foreign subscription one of our plans', inputs.adoptInput],
    ['/api/admin/contracts/leave', 'Leaves a foreign subscription alone', inputs.leaveInput],
    ['/api/admin/cancel', 'Cancels a customer’s subscription', inputs.operatorCancelInput],
    ['/api/admin/credits', 'Grants a customer credits', inputs.creditsInput],
    ['/api/admin/emails', 'Sends an email again', inputs.resendInput],
    ['/api/admin/jobs', 'Runs a job now', inputs.jobInput],
    ['/api/admin/refund', 'Refunds a payment, in full or in part', inputs.operatorRefundInput],
    ['/api/admin/replay', 'Processes stored webhooks again', inputs.replayInput],
    ['/api/admin/search', 'Redirects to the matching customer', inputs.searchInput],
    ['/api/admin/sessions', 'Signs a customer out everywhere', inputs.customerInput],
    ['/api/admin/view', 'Shows the operator the site as a customer sees it, read-only', inputs.customerInput],
    ['/api/admin/view/end', 'Ends that view', inputs.emptyInput],
    ['/api/admin/sync', 'Fetches everything about a customer from the providers', inputs.customerInput],
  ]),
  ...gets('operator', [['/admin/revenue/csv', 'The numbers of the revenue page', 'text/csv']]),
  ...gets('token', [
    ['/api/cron/{job}', 'Runs a job; with CRON_SECRET', 'json'],
    ['/api/metrics', 'Metrics for Prometheus; with METRICS_TOKEN', 'text/plain'],
  ]),
  ...(['/api/webhooks/stripe', '/api/webhooks/dodo', '/api/sandbox/clock'] as const).map(
    (path): ApiOperation => ({
      ...{ method: 'post', path, caller: 'signature', input: null, answer: 'text/plain' },
      summary: path === '/api/sandbox/clock' ? 'The sandbox moves its clock' : 'A webhook, signed by the provider',
    }),
  ),
];
