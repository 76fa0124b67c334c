import { previewReplay } from '@/lib/billing/webhooks/replay';
import { alertGroups, listAlerts } from '@/lib/operators/alerts';
import { listAudit } from '@/lib/operators/audit-log';
import { customerStory } from '@/lib/operators/customer';
import { openAlertsOf } from '@/lib/operators/customer-alerts';
import { listEndpoints } from '@/lib/operators/endpoints';
import { countDead, listEvents } from '@/lib/operators/events';
import { listJobs } from '@/lib/operators/jobs';
import { listCases, listDisputes, listOpenInvoices, listPayments, listRefunds } from '@/lib/operators/money';
import { COUNT_LIMIT } from '@/lib/operators/page';
import { findRun, listRuns } from '@/lib/operators/reconcile-runs';
import { readPeriod } from '@/lib/operators/revenue/period';
import { revenueReport } from '@/lib/operators/revenue/report';
import { findCustomers } from '@/lib/operators/search';
import { timelineOf } from '@/lib/operators/timeline';
import { findUnmatchedEvent } from '@/lib/operators/unmatched-event';
import { waitingWork } from '@/lib/operators/work';
import type { Measured } from './measure';

/** What a person who looks at a page calls quick, in milliseconds. */
const PAGE = 300;
const id = (call: number) => `bench-user-${call + 1}`;
const all = undefined;
const EVENTS = {
  ...{ provider: all, status: all, type: all, customer: all },
  ...{ since: all, until: all, cursor: all },
};
const AUDIT = { actor: all, action: all, target: all, cursor: all };

/** What each operators' page reads. */
export const OPERATORS: readonly Measured[] = [
  ['Operators: customers, newest first', '', PAGE, () => findCustomers('', all)],
  ['Operators: search for an email', '', PAGE, (call) => findCustomers(`person${call + 1}`, all)],
  ['Operators: search for a payment', '', PAGE, (call) => findCustomers(`pi_bench_${call + 1}`, all)],
  ['Operators: search for an unknown id', '', PAGE, (call) => findUnmatchedEvent(`sub_bench_${call + 1}`)],
  ['Operators: a customer', '', PAGE, (call) => customerPage(id(call))],
  ['Operators: webhooks', '', PAGE, () => Promise.all([listEvents(EVENTS), countDead()])],
  ['Operators: webhooks that failed', '', PAGE, () => listEvents({ ...EVENTS, status: 'failed' })],
  ['Operators: webhooks of a type', '', PAGE, () => listEvents({ ...EVENTS, type: 'invoice.paid' })],
  ['Operators: webhooks of a type that never came', '', PAGE, () => listEvents({ ...EVENTS, type: 'bench.never' })],
  ['Operators: webhooks of a customer', '', PAGE, (call) => listEvents({ ...EVENTS, customer: id(call) })],
  [
    'Operators: preview of a replay',
    '',
    PAGE,
    () => previewReplay({ by: 'filter', where: { status: 'failed' } }, COUNT_LIMIT),
  ],
  ['Operators: work that waits', '', PAGE, () => waitingWork()],
  [
    'Operators: alerts',
    '',
    PAGE,
    () => Promise.all([alertGroups(), listAlerts({ kind: all, state: 'open', cursor: all })]),
  ],
  ['Operators: payments', '', PAGE, () => listPayments(all, all)],
  ['Operators: payments that failed', '', PAGE, () => listPayments('failed', all)],
  ['Operators: refunds', '', PAGE, () => listRefunds(all)],
  ['Operators: disputes', '', PAGE, () => listDisputes(all)],
  ['Operators: unpaid subscriptions', '', PAGE, () => listCases(all)],
  ['Operators: open invoices', '', PAGE, () => listOpenInvoices(new Date(), all)],
  ['Operators: reconciliations', '', PAGE, () => listRuns(all)],
  ['Operators: differences of a reconciliation', '', PAGE, (call) => findRun(`bench-run-${call + 1}`)],
  ['Operators: audit log', '', PAGE, () => listAudit(AUDIT)],
  ['Operators: audit log of an action', '', PAGE, () => listAudit({ ...AUDIT, action: 'sign-in.succeeded' })],
  ['Operators: jobs and endpoints', '', PAGE, () => Promise.all([listJobs(), listEndpoints()])],
];

/** Sums of everything since the beginning: they read whole tables, within their time. */
export const REPORTS: readonly Measured[] = [
  ['Operators: revenue of a month, with its bridge', '', 1_000, () => month()],
];

function customerPage(workspaceId: string): Promise<unknown> {
  return Promise.all([customerStory(workspaceId), openAlertsOf(workspaceId), timelineOf(workspaceId, null)]);
}

function month(): Promise<unknown> {
  return revenueReport(readPeriod(undefined, undefined, new Date()), 'day');
}
