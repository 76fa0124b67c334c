export const ADMIN_NAV = {
  label: 'Operator pages',
  pages: [
    { href: '/admin', name: 'Customers' },
    { href: '/admin/alerts', name: 'Alerts' },
    { href: '/admin/events', name: 'Events' },
    { href: '/admin/work', name: 'Waiting work' },
    { href: '/admin/money', name: 'Money' },
    { href: '/admin/reconcile', name: 'Reconcile' },
    { href: '/admin/revenue', name: 'Revenue' },
    { href: '/admin/audit', name: 'Audit' },
    { href: '/admin/jobs', name: 'Jobs' },
    { href: '/admin/api', name: 'API' },
    { href: '/admin/run-book', name: 'Run book' },
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
      title: 'Not ours: paid at the provider without one of our prices',
      text: 'Its webhooks arrived, but no customer here owns it, so it opened nothing and is in no list. Open it in the provider’s dashboard and find out what it was for. Refund it there if it was a mistake. If it was meant for one of our plans, refund it and ask the customer to buy on the pricing page, or grant days of access.',
    },
    'unknown buyer': {
      title: 'One of our prices, paid by someone we don’t know',
      text: 'A payment link creates a new customer at the provider, so this opened nothing. Read its alert, then refund it in the provider’s dashboard and ask the person to buy on the pricing page, or grant days of access.',
    },
    'not processed': {
      title: 'Its webhooks arrived, but it isn’t in the ledger',
      text: 'Open the webhook: it is still waiting, or its error says why it failed. Then replay it.',
    },
  },
  event: (provider: string, type: string) => `${provider} ${type}`,
  alert: 'Open the alert',
  runBook: 'Run book',
} as const;
