export const ACCOUNT_TABS = {
  label: 'Account sections',
  pages: [
    { href: '/account', name: 'Plan' },
    { href: '/account/payments', name: 'Payments' },
    { href: '/account/profile', name: 'Profile' },
    { href: '/account/security', name: 'Security' },
  ],
} as const;
