export const ADMIN_NAV = {
  label: 'Operator pages',
  pages: [
    { href: '/admin', name: 'Customers' },
    { href: '/admin/alerts', name: 'Alerts' },
    { href: '/admin/events', name: 'Events' },
    { href: '/admin/work', name: 'Pending work' },
    { href: '/admin/money', name: 'Money' },
    { href: '/admin/reconcile', name: 'Reconcile' },
    { href: '/admin/revenue', name: 'Revenue' },
    { href: '/admin/audit', name: 'Audit' },
    { href: '/admin/jobs', name: 'Jobs' },
    { href: '/admin/api', name: 'API' },
    { href: '/admin/run-book', name: 'Runbook' },
  ],
  leave: 'Back to the app',
} as const;

export type AdminPath = (typeof ADMIN_NAV.pages)[number]['href'];

export const ADMIN = {
  utc: 'All times are UTC.',
  apply: 'Apply',
  reset: 'Reset',
  next: 'Next page',
  first: 'First page',
  none: 'Nothing here.',
  any: 'Any',
  details: 'Details',
  noValue: '–',
  customer: 'Customer',
  deleted: 'Deleted account',
  when: 'When',
} as const;

export const CUSTOMERS = {
  title: 'Customers',
  search: 'Search',
  find: 'Find',
  searchHint:
    'Email or the start of one, an invited email, or the ID of a user, workspace, payment, subscription, invoice, refund, dispute, or customer. Also finds objects that appear in provider webhooks but aren’t ours.',
  caption: 'Customers, newest first',
  columns: { email: 'Email', name: 'Name', created: 'Signed up', id: 'ID' },
} as const;

export const UNMATCHED_EVENT = {
  meanings: {
    'not ours': {
      title: 'Not in our catalog: paid through the provider with another price',
      text: 'Its webhooks arrived, but no customer here owns it, so it didn’t grant access and isn’t in any list. Open it in the provider’s dashboard and find out what it was for. Refund it there if it was a mistake. If it was meant for one of our plans, refund it and ask the customer to buy on the pricing page, or grant days of access.',
    },
    'unknown buyer': {
      title: 'Catalog price, unknown customer',
      text: 'Payment links create a new customer at the provider, so no access was granted. Read its alert, then refund it in the provider’s dashboard and ask the person to buy on the pricing page, or grant days of access.',
    },
    'not processed': {
      title: 'Its webhooks arrived, but it isn’t in the ledger',
      text: 'Open the webhook: it is still waiting, or its error says why it failed. Then replay it.',
    },
  },
  event: (provider: string, type: string) => `${provider} ${type}`,
  alert: 'Open the alert',
  runBook: 'Runbook',
} as const;
