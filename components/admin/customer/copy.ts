import type { Level, Reason } from '@/lib/billing/access/decide';
import type { TimelineEntry } from '@/lib/operators/timeline';

export const STORY = {
  title: (email: string | null) => email ?? 'Deleted account',
  person: 'Person',
  fields: {
    id: 'User ID',
    name: 'Name',
    role: 'Role',
    signedUp: 'Signed up',
    locale: 'Locale and time zone',
    providers: 'At the providers',
    sessions: 'Sessions',
    deleted: 'Deleted',
  },
  access: 'Access',
  credits: 'Credits left',
  contract: 'Contract',
  contracts: 'Subscriptions, newest first',
  noContract: 'No subscription.',
  contractColumns: {
    id: 'Subscription',
    plan: 'Plan',
    status: 'Status',
    amount: 'Amount',
    paidUntil: 'Paid until',
    next: 'Next charge',
    end: 'Ends',
    card: 'Card',
    coverage: 'Coverage',
  },
  perInterval: (amount: string, count: number, unit: string) =>
    count === 1 ? `${amount} / ${unit}` : `${amount} / ${count} ${unit}s`,
  current: 'current',
  duplicate: 'duplicate',
  foreign: 'not ours',
  span: (plan: string, seats: number, from: string, until: string, standing: string) =>
    `${plan} × ${seats}, ${from} to ${until}, ${standing}`,
  nextCharge: (amount: string, date: string) => `${amount} on ${date}`,
  owes: (amount: string) => `owes ${amount}`,
  payments: 'Payments',
  paymentsCaption: 'Payments, newest first',
  paymentColumns: {
    date: 'Date',
    what: 'For',
    amount: 'Amount',
    status: 'Status',
    back: 'Refunded',
    id: 'ID',
    act: 'Action',
  },
  noPayments: 'No payments.',
  refund: 'Refund',
  dispute: (status: string) => `dispute ${status}`,
  disputed: { open: 'Disputed', inquiry: 'Inquiry' },
  inquiryClosed: 'Inquiry, no evidence due',
  evidenceDue: (what: string, date: string) => `${what}, evidence due ${date}`,
  evidence: 'Submit evidence',
  credited: (amount: string) => `${amount} credited`,
  refundState: (amount: string, status: string) => `${amount} ${status}`,
  gifts: 'Given access',
  giftsCaption: 'Days of access that operators gave, newest first',
  giftColumns: { plan: 'Plan', from: 'From', until: 'Until', reason: 'Why', actor: 'By', act: 'Action' },
  endGift: 'End access',
  giftEnded: (date: string) => `ended ${date}`,
  emails: 'Emails',
  emailsCaption: 'Emails, newest first',
  emailColumns: { created: 'Created', kind: 'Kind', status: 'Status', sent: 'Sent', error: 'Error', act: 'Action' },
  noEmails: 'No emails.',
  resend: 'Send again',
  timeline: 'Timeline',
  timelineCaption: 'Everything that happened, newest first',
  timelineColumns: { at: 'When', kind: 'Kind', text: 'What', detail: 'Detail' },
  older: 'Older',
  newest: 'Newest',
} as const;

export const KINDS: Record<TimelineEntry['kind'], string> = {
  event: 'Webhook',
  change: 'Change',
  operation: 'Operation',
  payment: 'Payment',
  refund: 'Refund',
  dispute: 'Dispute',
  email: 'Email',
  alert: 'Alert',
  audit: 'Audit',
  credits: 'Credits',
  gift: 'Given',
};

export const ACTIONS = {
  title: 'Actions',
  sync: 'Sync now',
  syncHint: 'Reads everything of this customer from the providers.',
  cancel: 'Cancel subscription',
  sessions: 'End sessions',
  sessionsHint: 'Signs the customer out everywhere.',
  view: 'View as customer',
  viewHint: 'Shows you the site as this customer sees it. Nothing can be changed, and it’s in the audit log.',
  access: 'Grant days of access',
  plan: 'Plan',
  days: 'Days from now',
  why: 'Why',
  credits: 'Grant credits',
  amount: 'Credits',
  reason: 'Reason',
  reasonHint: 'Kept in the audit log.',
} as const;

/** What the last action did, by the `done` parameter of the page. */
export const DONE: Record<string, { readonly title: string; readonly text: string; readonly failed?: true }> = {
  sync: { title: 'Synced', text: 'The ledger shows what the providers say. Changes are in the timeline.' },
  'sync-partial': {
    title: 'Not everything was synced',
    text: 'Some objects couldn’t be read from a provider. The server log says why; try again later.',
    failed: true,
  },
  cancel: { title: 'Subscription canceled', text: 'The provider confirmed it.' },
  refund: { title: 'Refunded', text: 'The provider took the refund. The customer gets an email.' },
  pending: {
    title: 'Not confirmed yet',
    text: 'The provider hasn’t confirmed this. Don’t repeat it: background jobs look up what happened.',
    failed: true,
  },
  'refund-refused': {
    title: 'Refund refused',
    text: 'The provider refused it. The reason is in the timeline, next to the operation.',
    failed: true,
  },
  credits: { title: 'Credits granted', text: 'The customer can use them now.' },
  access: { title: 'Access granted', text: 'It is open now, and ends on its last day.' },
  'access-ended': { title: 'Granted access ended', text: 'What is paid for stays open.' },
  adopt: { title: 'Adopted', text: 'The subscription is this customer’s plan now. Nothing was charged.' },
  leave: { title: 'Left alone', text: 'Its alert is closed. Nothing changed at the provider.' },
  'adopt-second': {
    title: 'Not adopted',
    text: 'This customer already has one of our subscriptions. Adopting would make two: end one of them first.',
    failed: true,
  },
  'adopt-owned': {
    title: 'Not adopted',
    text: 'This customer owns Lifetime. Adopting would make them pay twice: cancel the subscription instead.',
    failed: true,
  },
  'adopt-refused': {
    title: 'Nothing to decide',
    text: 'The subscription has ended, or was sold with one of our prices.',
    failed: true,
  },
  sessions: { title: 'Sessions ended', text: 'The customer has to sign in again on every device.' },
  email: { title: 'Email queued', text: 'It is sent within seconds, with the same content.' },
};

const LEVELS: Record<Level, string> = { full: 'Full', read_only: 'Read-only', none: 'None' };

const REASONS: Record<Reason, string> = {
  never: 'nothing was ever bought',
  trial: 'the trial is running',
  paid: 'the current period is paid',
  canceling: 'it is canceled, and what was paid runs out then',
  given: 'time was granted without a payment: a moved charge, an invoice that isn’t due yet, or paused collection',
  renewal_due: 'the period ended and no renewal has arrived; grace is 7 days',
  past_due: 'the renewal payment failed; grace is 7 days',
  lifetime: 'Lifetime was bought',
  granted: 'an operator gave it',
  disputed: 'a payment is disputed',
  refunded: 'the payment for it was refunded',
  charged_back: 'the payment for it was charged back',
  paused: 'the subscription is paused',
  unpaid: 'the provider gave up collecting the renewal',
  no_seats: 'the subscription has no seats',
  ended: 'the subscription ended',
  pending: 'the first payment hasn’t succeeded',
};

/** `Full access to Pro until 2026-12-01, because the current period is paid.` */
export function accessSentence(level: Level, plan: string, until: string | null, reason: Reason): string {
  const what = level === 'none' ? 'No access' : `${LEVELS[level]} access to ${plan}`;
  const end = until === null ? '' : ` until ${until}`;
  return `${what}${end}, because ${REASONS[reason]}.`;
}

export const FOREIGN = {
  title: 'Not sold by us',
  lead: 'These subscriptions run at the provider without any of our prices. Adopting one makes it the customer’s plan from now on: what it paid for opens, and the account page and emails are about it. Neither decision charges, cancels, or refunds anything.',
  plan: 'It sells',
  whyOurs: 'Why it is ours',
  adopt: 'Adopt',
  whyNotOurs: 'Why it isn’t ours',
  leave: 'Leave it alone',
  adopted: (sku: string, reason: string) => `Adopted as ${sku}: ${reason}`,
} as const;

export const CANCEL = {
  title: 'Cancel subscription',
  lead: (email: string | null, plan: string) => `${plan} of ${email ?? 'a deleted account'}`,
  subscription: 'Subscription',
  status: 'Status',
  amount: 'Amount',
  since: 'Since',
  madeBy: 'Made by',
  origins: { checkout: 'Our checkout', dashboard: 'A person in the provider’s dashboard', foreign: 'Not sold by us' },
  current: 'the customer’s current one',
  choose: (email: string | null) => `Subscriptions of ${email ?? 'a deleted account'}. Choose the one to cancel.`,
  chooseOne: 'Review cancellation',
  paidUntil: 'Paid until',
  loses: 'Lost when canceled now',
  losesUntil: (kind: 'trial' | 'paid', until: string) => `${kind === 'trial' ? 'trial' : 'paid time'} until ${until}`,
  nothing: 'Nothing',
  owing: 'An invoice is unpaid.',
  now: 'Cancel now',
  nowHint: 'Access ends right away. This returns no money: refund the payment first if it should.',
  periodEnd: 'Cancel at period end',
  periodEndHint: 'Access stays until the paid period ends.',
  back: 'Back to the customer',
  none: 'There’s no subscription that can be canceled.',
  changed: 'The subscription changed while you were looking at it. Please review it again.',
} as const;

export const REFUND = {
  title: 'Refund a payment',
  payment: 'Payment',
  date: 'Paid',
  left: 'Left to refund',
  amount: 'Amount',
  amountHint: (currency: string) => `In ${currency}, such as 5.00. Leave it empty to refund everything that’s left.`,
  items: 'Items, or none for the payment',
  item: (name: string, left: string) => `${name}: ${left} left`,
  preview: 'Preview',
  effect: 'What happens',
  gives: (amount: string) => `${amount} goes back to the customer.`,
  closesNothing: 'Access doesn’t change.',
  confirm: (amount: string) => `Refund ${amount}`,
  notPossible: 'This can’t be refunded',
  badAmount: 'Enter an amount such as 5.00.',
} as const;
