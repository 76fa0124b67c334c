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
    'Email or the start of one, or the ID of a user, payment, subscription, invoice, refund, dispute, or customer.',
  caption: 'Customers, newest first',
  columns: { email: 'Email', name: 'Name', created: 'Signed up', id: 'ID' },
} as const;
