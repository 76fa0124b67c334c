import type { ReplayPreview } from '@/lib/billing/webhooks/replay';
import type { Left } from '@/lib/operators/left';
import { PROVIDER_NAMES } from '../../account/copy';

export const ALERTS = {
  title: 'Alerts',
  groups: 'Open alerts by kind',
  groupColumns: { kind: 'Kind', count: 'Open', oldest: 'Oldest' },
  list: 'Alerts, newest first',
  columns: {
    at: 'Raised',
    kind: 'Kind',
    todo: 'What to do',
    customer: 'Customer',
    detail: 'Detail',
    close: 'Close',
  },
  kind: 'Kind',
  state: 'State',
  runBook: 'Runbook',
  note: 'Note',
  close: 'Close',
  closedBy: (by: string, at: string) => `Closed by ${by}, ${at}`,
  none: 'No alerts.',
  done: { closed: { title: 'Alert closed', text: 'Your note is kept with it and in the audit log.' } },
} as const;

export const EVENTS = {
  title: 'Events',
  list: 'Webhooks, newest first',
  columns: {
    at: 'Received',
    provider: 'Provider',
    type: 'Type',
    status: 'Status',
    about: 'About',
    attempts: 'Attempts',
    error: 'Reason or error',
  },
  filters: {
    provider: 'Provider',
    status: 'Status',
    type: 'Type',
    customer: 'User ID',
    since: 'From',
    until: 'Before',
  },
  none: 'No webhooks match.',
  one: 'Event',
  fields: {
    id: 'ID',
    eventId: 'Provider’s ID',
    occurred: 'Occurred',
    received: 'Received',
    deliveries: 'Deliveries',
    attempts: 'Attempts',
    next: 'Next attempt',
    processed: 'Processed',
    version: 'API version',
  },
  payload: 'Payload',
  noPayload: 'The payload was deleted: payloads of processed webhooks are kept for 90 days.',
  changes: 'What it changed',
  changeList: 'What it changed, newest first',
  noChanges: 'This event alone didn’t change a subscription. Events for the same object are processed together.',
  change: { at: 'When', from: 'From', to: 'To', diff: 'Fields' },
  replay: 'Replay',
  replayHint: 'Processes it again: the ledger is synced with what the provider says now.',
  dead: (count: string) =>
    count === '1' ? '1 webhook is dead: it failed ten times.' : `${count} webhooks are dead: each failed ten times.`,
  reviewDead: 'Review and replay',
  replayAll: ({ count, more }: ReplayPreview) =>
    more ? 'Replay all of them' : count === 1 ? 'Replay 1 event' : `Replay ${count} events`,
  reviewFilter: 'Replay these webhooks',
  preview: 'Replay dead webhooks',
  previewFilter: 'Replay webhooks',
  previewLead: ({ count, nothing, more }: ReplayPreview) =>
    more
      ? `More than ${(count + nothing - 1).toLocaleString('en-US')} webhooks match. Those about objects we store can be processed again. Fix the cause first.`
      : `${count} can be processed again${nothing === 0 ? '' : `, ${nothing} are about objects we don’t store`}. Fix the cause first.`,
  more: ({ count, more }: ReplayPreview, shown: number) => (more ? 'and more' : `and ${count - shown} more`),
  done: {
    replayed: { title: 'Replayed', text: 'Everything was processed.' },
    'replayed-partly': {
      title: 'Not everything was processed',
      text: 'Some events failed again. They stay in the list with their error.',
      failed: true,
    },
    queued: { title: 'Queued', text: 'Background jobs are processing the events. Reload to check progress.' },
  },
} as const;

export const WORK = {
  title: 'Pending work',
  lead: 'Anything that’s failed, overdue, or awaiting a response. If the lists are empty, you’re all caught up.',
  events: (count: string) => `Webhooks (${count})`,
  operations: (count: string) => `Operations (${count})`,
  emails: (count: string) => `Emails (${count})`,
  columns: {
    created: 'Created',
    next: 'Next attempt',
    kind: 'Kind',
    status: 'Status',
    attempts: 'Attempts',
    error: 'Error',
    customer: 'Customer',
    act: 'Action',
  },
  open: 'Open',
  resend: 'Send again',
  done: { email: { title: 'Email queued', text: 'It is sent within seconds, with the same content.' } },
} as const;

export const MONEY = {
  title: 'Money',
  tabs: 'Lists',
  lists: {
    payments: 'Payments',
    refunds: 'Refunds',
    disputes: 'Disputes',
    cases: 'Failed renewals',
    invoices: 'Invoices not yet due',
  },
  status: 'Status',
  columns: {
    date: 'Date',
    customer: 'Customer',
    what: 'For',
    amount: 'Amount',
    tax: 'Tax',
    status: 'Status',
    reason: 'Reason',
    id: 'ID',
    due: 'Evidence due',
    evidence: 'Evidence',
    stage: 'Stage',
    next: 'Next step',
    attempts: 'Attempts',
    invoiceDue: 'Due',
    open: 'Unpaid',
  },
  evidence: 'Submit evidence',
  noEvidence: 'None needed',
  steps: {
    grace: (date: string) => `Read-only from ${date}`,
    'read-only': (date: string) => `Ends on ${date}`,
  },
  stages: { grace: 'Full access', 'read-only': 'Read-only', recovered: 'Paid', exhausted: 'Never paid' },
} as const;

export const RECONCILE = {
  title: 'Reconcile',
  lead: 'Every day, the ledger is compared with the providers and corrected. A run normally finds no differences.',
  list: 'Runs, newest first',
  columns: {
    started: 'Started',
    finished: 'Finished',
    provider: 'Provider',
    by: 'By',
    checked: 'Checked',
    differences: 'Differences',
    events: 'Missed events',
    foreign: 'Foreign',
    failed: 'Failed',
  },
  dryRun: 'dry run',
  unfinished: 'unfinished',
  run: 'Run',
  diffs: 'Differences, field by field',
  diffColumns: { target: 'Object', field: 'Field', local: 'Ledger', remote: 'Provider', action: 'Action' },
  noDiffs: 'No differences.',
  none: 'It hasn’t run yet.',
} as const;

export const AUDIT = {
  title: 'Audit',
  list: 'Audit log, newest first',
  columns: { at: 'When', actor: 'Actor', action: 'Action', target: 'Target', detail: 'Detail' },
  none: 'Nothing matches.',
} as const;

export const JOBS_PAGE = {
  title: 'Jobs',
  list: 'Scheduled jobs',
  columns: { name: 'Job', every: 'Every', last: 'Last run', next: 'Next run', state: 'State', act: 'Action' },
  every: (seconds: number) =>
    seconds < 60
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3600)} h`,
  running: 'Running',
  idle: 'Idle',
  left: (left: readonly Left[]) =>
    `Still to do: ${left
      .map(({ provider, step }) => `${PROVIDER_NAMES[provider]} (${step ?? 'another process is running it'})`)
      .join(', ')}.`,
  run: 'Run now',
  endpoints: 'Webhook endpoints',
  endpointList: 'Webhooks by provider',
  endpointColumns: { provider: 'Provider', last: 'Last received', waiting: 'Waiting', dead: 'Dead' },
  done: {
    ran: { title: 'Done', text: 'The job finished running.' },
    partly: {
      title: 'The job isn’t finished',
      text: 'It ran out of time, or a provider couldn’t be reached. The next run picks up where it stopped. To continue now, run it again.',
      failed: true,
    },
    running: { title: 'Already running', text: 'Another process is running this job.', failed: true },
  },
} as const;
